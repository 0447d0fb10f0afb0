package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.BitSet;

/**
 * Which segments of an artifact are there, who gets the others, and how far it is digested. Everything under the lock of
 * the {@link FetchQueue} but the reading and writing itself.
 */
final class PartialDownload {

    /** Who may take a segment. */
    private enum Mode {
        /** Nobody has asked the server yet. */
        NEW,
        /** One has; the others wait for what the answer will be. */
        ASKED,
        /** Anyone: the server sends ranges. */
        OPEN,
        /** One gets all of it, as the server does not send ranges. */
        OWNED
    }

    final RemoteArtifact artifact;
    final PartialFile file;
    final ArtifactPlaces places;
    private final BitSet complete;
    private final BitSet taken = new BitSet();
    private final MessageDigest sha256 = Digest.newSha256();
    private Mode mode = Mode.NEW;
    private long digested;
    private boolean finished;

    PartialDownload(RemoteArtifact artifact, PartialFile file) {
        this.artifact = artifact;
        this.file = file;
        places = new ArtifactPlaces(artifact);
        complete = file.complete();
    }

    /** Of segments that are not complete, what was there when somebody last gave one up. */
    long alreadyThere() {
        long there = 0;
        for (int i = 0; i < file.segments(); i++) {
            there += complete.get(i) ? file.end(i) - file.start(i) : file.there(i);
        }
        return there;
    }

    boolean isComplete() {
        return complete.cardinality() == file.segments();
    }

    /** Whether nobody has read anything of it. */
    boolean isNew() {
        return mode == Mode.NEW;
    }

    /** The first that nobody has; or -1. */
    int take() {
        if (mode == Mode.ASKED || mode == Mode.OWNED) {
            return -1;
        }
        int segment = 0;
        while (segment < file.segments() && (complete.get(segment) || taken.get(segment))) {
            segment++;
        }
        if (segment == file.segments()) {
            return -1;
        }
        taken.set(segment);
        mode = mode == Mode.NEW ? Mode.ASKED : mode;
        return segment;
    }

    void rangesWork() {
        if (mode == Mode.ASKED) {
            mode = Mode.OPEN;
        }
    }

    /** Whether the one who asks is to read all of it. */
    boolean own() {
        boolean free = mode != Mode.OWNED;
        mode = Mode.OWNED;
        return free;
    }

    /** The owner is through. Others may have given up segments that it passed by. */
    void disown() {
        mode = Mode.OPEN;
    }

    /**
     * For the owner, who meets every segment. What is complete or under way is never written a second time: what was
     * digested would no longer be what is there.
     */
    boolean take(int segment) {
        boolean free = !complete.get(segment) && !taken.get(segment);
        taken.set(segment, taken.get(segment) || free);
        return free;
    }

    /** By the one who took it: it is complete, or somebody else has to get it. */
    void release(int segment, boolean isComplete) {
        taken.clear(segment);
        complete.set(segment, isComplete);
    }

    /** What can be digested next; or zero. */
    long digestible() {
        int missing = complete.nextClearBit(0);
        long prefix = missing >= file.segments() ? artifact.size() : file.start(missing);
        return prefix - digested;
    }

    /** For one thread. */
    void digest(ByteBuffer buffer) throws IOException {
        file.read(digested, buffer);
        sha256.update(buffer.flip());
    }

    void digested(long count) {
        digested += count;
    }

    boolean isAllDigested() {
        return !finished && isComplete() && digested == artifact.size();
    }

    /** Nothing is left to be done for the queue. */
    void finished() {
        finished = true;
    }

    /** Of everything; once. */
    Digest digest() {
        return Digest.ofSum(sha256.digest());
    }
}
