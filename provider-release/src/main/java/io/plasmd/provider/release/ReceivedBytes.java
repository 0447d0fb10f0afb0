package io.plasmd.provider.release;

import java.util.concurrent.atomic.LongAdder;

/** Counts what comes, on its way to who shows it. */
final class ReceivedBytes implements Progress {
    private final Progress shown;
    private final LongAdder received = new LongAdder();

    ReceivedBytes(Progress shown) {
        this.shown = shown;
    }

    long sum() {
        return received.sum();
    }

    @Override
    public void started(String name, long size, long alreadyThere) {
        shown.started(name, size, alreadyThere);
    }

    @Override
    public void received(String name, long bytes) {
        received.add(bytes);
        shown.received(name, bytes);
    }

    @Override
    public void finished(String name) {
        shown.finished(name);
    }
}
