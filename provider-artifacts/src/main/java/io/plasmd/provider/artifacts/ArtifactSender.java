package io.plasmd.provider.artifacts;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;

/** Sends pieces: writes one, and only when the network has taken it, and others have had their turn, the next. */
final class ArtifactSender extends IteratingNestedCallback {
    private final Pieces pieces;
    private final Content.Sink sink;
    private final Download download;
    private final Pace pace;
    private final Executor later;
    private final Senders senders;
    private boolean hadTurn;
    private int granted;
    private int underWay;
    private boolean done;

    /**
     * Of one answer.
     *
     * @param later runs a task after a while
     */
    ArtifactSender(
            Pieces pieces, Content.Sink sink, Download download, Senders senders, Executor later, Callback callback) {
        super(callback);
        this.later = later;
        this.pieces = pieces;
        this.sink = sink;
        this.download = download;
        this.senders = senders;
        pace = download.pace();
    }

    /** Reading a disk blocks, so the network's own thread must not do it. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.BLOCKING;
    }

    @Override
    protected Action process() throws Throwable {
        if (done) {
            return Action.SUCCEEDED;
        }
        if (!pieces.isReady()) {
            download.holdBack(true);
            later.execute(this::succeeded);
            return Action.SCHEDULED;
        }
        download.holdBack(false);
        if (!pace.isNone() && granted == 0) {
            granted = pace.write(pieces.longest());
            pace.ask(granted, senders.isRemote() ? Callback.from(this::takeTurn, this::failed) : this);
            return Action.SCHEDULED;
        }
        if (hadTurn && senders.othersWait()) {
            hadTurn = false;
            takeTurn();
            return Action.SCHEDULED;
        }
        hadTurn = true;
        ByteBuffer bytes = pieces.next(pace.isNone() ? pieces.longest() : granted);
        granted = 0;
        done = pieces.longest() == 0;
        underWay = bytes.remaining();
        download.sending(bytes);
        sink.write(done, bytes, this);
        return Action.SCHEDULED;
    }

    private void takeTurn() {
        senders.execute(this::succeeded);
    }

    @Override
    protected void onSuccess() {
        // Of a pause there is nothing.
        if (underWay > 0) {
            download.sent(underWay);
            underWay = 0;
        }
    }

    @Override
    protected void onCompleteSuccess() {
        pieces.release();
        super.onCompleteSuccess();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        pieces.release();
        super.onCompleteFailure(cause);
    }
}
