package io.plasmd.provider.artifacts;

import org.jspecify.annotations.Nullable;

/** What one request for a download holds. All but its client changes under the lock of the slots. */
final class DownloadTicket {
    private final String client;
    private State state;
    private @Nullable Runnable whenDecided;
    private @Nullable Revocable download;

    /** Where a request stands. */
    enum State {
        WAITING,
        GRANTED,
        QUEUE_FULL,
        WAITED_IN_VAIN,
        /** It was under way, and is cut off for others. */
        REVOKED,
        OVER
    }

    /** A download that can be cut off. */
    interface Revocable {
        long bytesPerSecond();

        void revoke();
    }

    DownloadTicket(String client, State state) {
        this.client = client;
        this.state = state;
    }

    String client() {
        return client;
    }

    State state() {
        return state;
    }

    void enter(State next) {
        state = next;
    }

    @Nullable
    Runnable whenDecided() {
        return whenDecided;
    }

    void whenDecided(Runnable task) {
        whenDecided = task;
    }

    @Nullable
    Revocable download() {
        return download;
    }

    void download(Revocable begun) {
        download = begun;
    }
}
