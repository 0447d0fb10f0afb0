package io.plasmd.provider.release;

/** Told how far a fetch or a check is. Called from several threads at once, and often: an implementation must be quick. */
public interface Progress {
    /** Tells nobody. */
    Progress NONE = new Progress() {};

    /**
     * The first request for an artifact is about to be made.
     *
     * @param size in bytes
     * @param alreadyThere how many of them a former run left
     */
    default void started(String name, long size, long alreadyThere) {}

    /** So many more bytes came. After an interruption some may come twice. */
    default void received(String name, long bytes) {}

    /** All bytes are there and are right. */
    default void finished(String name) {}
}
