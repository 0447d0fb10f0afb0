package io.plasmd.provider.release;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Reads one part of an artifact over HTTP, with as many requests as it takes, each from where the last one broke off. */
final class RangeRead {
    /**
     * What a whole answer counts as at least when the rate is judged: its head has come as well. Else a tree of files of a
     * few bytes could never be fetched fast enough from far away.
     */
    private static final int LEAST_OF_ANSWER = 1024;

    /** Where the bytes go. */
    interface Sink {
        /**
         * An answer begins.
         *
         * @param ranges whether the server sends the part that was asked for; otherwise it sends everything
         * @return where to stop reading: at or before the position there is nothing more to do
         */
        long answered(boolean ranges);

        /** The next bytes: all of them must be taken. */
        void accept(long position, ByteBuffer bytes) throws ReleaseException, InterruptedException;
    }

    private final RemoteArtifact artifact;
    private final RemoteClient client;
    private final ArtifactPlaces places;
    private final Patience patience;
    private final Sink sink;
    private long position;
    private long end;

    RangeRead(
            RemoteArtifact artifact,
            ArtifactPlaces places,
            RemoteClient client,
            Patience patience,
            Sink sink,
            long from,
            long to) {
        this.artifact = artifact;
        this.places = places;
        this.client = client;
        this.patience = patience;
        this.sink = sink;
        position = from;
        end = to;
    }

    /** Returns when the sink has all it wants. */
    void run() throws ReleaseException, InterruptedException {
        int failures = 0;
        boolean done = false;
        while (!done) {
            long before = position;
            URI place = places.current();
            try {
                request(place);
                // An artifact of no bytes takes one request all the same.
                done = position >= end;
            } catch (RefusedException e) {
                places.refuse(place, e);
            } catch (LostException e) {
                failures = position > before ? 1 : failures + 1;
                patience.pause(artifact.name(), e, failures);
            }
        }
    }

    private void request(URI place) throws LostException, RefusedException, ReleaseException, InterruptedException {
        boolean all = position == 0 && end == artifact.size();
        String range = all ? null : "bytes=" + position + "-" + (end - 1);
        String ifMatch = places.isTagged() ? artifact.digest().etag() : null;
        HttpResponse<BodyBuffers> response = client.get(place, range, ifMatch);
        try (BodyBuffers body = response.body()) {
            AnswerHead head = AnswerHead.check(response, artifact, position, end);
            if (head.tagged()) {
                places.foundTagged(place);
            }
            end = sink.answered(head.partial());
            read(response, head);
        }
    }

    private void read(HttpResponse<BodyBuffers> response, AnswerHead head)
            throws LostException, RefusedException, ReleaseException, InterruptedException {
        long at = head.first();
        while (position < end && at < head.last()) {
            ByteBuffer bytes = client.next(response);
            if (bytes == null) {
                throw brokeOff(response, head, at);
            }
            at += bytes.remaining();
            if (at > head.last()) {
                throw tooLong(response);
            }
            deliver(bytes, at);
        }
        // Up to the end of the body, so that the connection can be used again, and to see that it is the end.
        if (at == head.last() && client.next(response) != null) {
            throw tooLong(response);
        }
    }

    /** What is before the position was had before; what is after the end is not wanted. */
    private void deliver(ByteBuffer bytes, long after) throws ReleaseException, InterruptedException {
        long first = after - bytes.remaining();
        if (after <= position) {
            return;
        }
        if (first < position) {
            bytes.position(bytes.position() + (int) (position - first));
        }
        if (after > end) {
            bytes.limit(bytes.limit() - (int) (after - end));
        }
        int count = bytes.remaining();
        sink.accept(position, bytes);
        position += count;
        // What comes a second time is no progress: a server may break off at one and the same byte for ever.
        patience.progress(artifact.name(), position == end ? Math.max(count, LEAST_OF_ANSWER) : count);
    }

    private LostException brokeOff(HttpResponse<BodyBuffers> response, AnswerHead head, long at)
            throws RefusedException {
        String what = response.uri() + " ended after " + at + " of " + artifact.size() + " bytes";
        if (head.endIsMarked()) {
            throw new RefusedException(what + ", as if that were all", AnswerHead.ANOTHER_VERSION);
        }
        return new LostException(what, Duration.ZERO);
    }

    private RefusedException tooLong(HttpResponse<BodyBuffers> response) {
        return new RefusedException(
                response.uri() + " sends more than the " + artifact.size() + " bytes that the manifest says",
                AnswerHead.ANOTHER_VERSION);
    }
}
