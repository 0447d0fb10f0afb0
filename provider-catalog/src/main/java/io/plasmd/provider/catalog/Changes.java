package io.plasmd.provider.catalog;

/** What has been told of a place and was not looked at yet. Of one that nobody has looked at, it is all. */
final class Changes {
    private volatile Told told = Told.ALL;

    boolean areSome() {
        return !told.isNothing();
    }

    synchronized void add(Told more) {
        told = told.and(more);
    }

    /** For a look that begins: what is told from now on is for the next one. */
    synchronized Told take() {
        Told taken = told;
        told = Told.NOTHING;
        return taken;
    }
}
