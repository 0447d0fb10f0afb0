package io.plasmd.provider.release;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The directory that was asked for last, and those above it, held open, since files come in the order of their names: to go
 * there from the root for each of ten thousand files takes longer than to copy them. For one thread.
 */
final class OpenDirectories implements Closeable {
    private final Path base;
    private final First first;
    private final Next next;

    /** The innermost first. */
    private final Deque<Step> way = new ArrayDeque<>();

    private record Step(Path path, Held held) {}

    /** How the one is opened that all others are in. */
    interface First {
        Held open() throws IOException;
    }

    /** How one is opened in another one. */
    interface Next {
        Held open(Held parent, String name) throws IOException;
    }

    OpenDirectories(Path base, First first, Next next) {
        this.base = base;
        this.first = first;
        this.next = next;
    }

    /**
     * Opens one, if it is not open.
     *
     * @param directory the base, or below it
     * @return closed with this, or when another one is asked for
     */
    Held of(Path directory) throws IOException {
        Step last = way.peek();
        return last != null && last.path().equals(directory) ? last.held() : go(directory);
    }

    private Held go(Path directory) throws IOException {
        while (!way.isEmpty() && !directory.startsWith(way.element().path())) {
            way.remove().held().close();
        }
        if (way.isEmpty()) {
            way.push(new Step(base, first.open()));
        }
        for (int at = way.element().path().getNameCount(); at < directory.getNameCount(); at++) {
            Step above = way.element();
            String name = directory.getName(at).toString();
            way.push(new Step(above.path().resolve(name), next.open(above.held(), name)));
        }
        return way.element().held();
    }

    @Override
    public void close() {
        while (!way.isEmpty()) {
            way.remove().held().close();
        }
    }
}
