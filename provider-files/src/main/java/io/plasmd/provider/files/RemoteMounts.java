package io.plasmd.provider.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The file systems in a tree that may stop answering, of which mostly there is none. Known by their names alone: to ask the
 * files where they are would be to wait for them.
 */
public final class RemoteMounts {
    private static final Comparator<RemoteMount> DEEPEST_FIRST = Comparator.comparingInt(
                    (RemoteMount mount) -> mount.point().getNameCount())
            .reversed();

    /** To read it takes a tenth of a millisecond. */
    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path root;
    private final Listener listener;
    private volatile List<RemoteMount> mounts = List.of();
    private volatile long lookedNanos = System.nanoTime();

    /** The place that the tree has without links in its name: what the kernel knows it by. */
    private volatile Path place;

    /** Who is told. */
    public interface Listener {

        /** One does not answer any more, or does again. */
        void tell(RemoteMount mount, boolean isSilent);
    }

    /** Of a tree, of which nothing is known before {@link #look}. */
    public RemoteMounts(Path root, Listener listener) {
        this.root = root.toAbsolutePath().normalize();
        this.place = this.root;
        this.listener = listener;
    }

    /**
     * Whether a file or directory is on a file system that may not answer, or behind a link to one. Asks only this machine.
     *
     * @param path of any tree
     */
    public static boolean isRemote(Path path) {
        Set<Path> points = MountTable.remote().keySet();
        if (points.isEmpty()) {
            return false;
        }
        Path place = LocalLinks.follow(path.toAbsolutePath().normalize(), points);
        return points.stream().anyMatch(place::startsWith);
    }

    /** Reads what is mounted, unless it was done just now. */
    public void lookIfTime() {
        if (System.nanoTime() - lookedNanos >= BETWEEN_LOOKS_NANOS) {
            look();
        }
    }

    /** Reads what is mounted. */
    public synchronized void look() {
        lookedNanos = System.nanoTime();
        var table = MountTable.remote();
        if (!table.isEmpty()) {
            place = LocalLinks.follow(root, table.keySet());
        }
        List<RemoteMount> now = new ArrayList<>();
        for (MountTable.Mount mount : table.values()) {
            if (place.startsWith(mount.point()) || mount.point().startsWith(place)) {
                now.add(known(mount).orElseGet(() -> made(mount)));
            }
        }
        now.sort(DEEPEST_FIRST);
        mounts = List.copyOf(now);
    }

    private Optional<RemoteMount> known(MountTable.Mount mount) {
        return mounts.stream().filter(one -> one.isOf(mount)).findFirst();
    }

    private RemoteMount made(MountTable.Mount mount) {
        var made = new RemoteMount[1];
        made[0] = new RemoteMount(mount, isSilent -> listener.tell(made[0], isSilent));
        return made[0];
    }

    /** Whether all of the tree is on file systems of this machine. */
    public boolean isEmpty() {
        return mounts.isEmpty();
    }

    /** The one that a path of the tree is on. */
    public Optional<RemoteMount> on(Path path) {
        if (mounts.isEmpty()) {
            return Optional.empty();
        }
        Path known = known(path);
        return mounts.stream().filter(mount -> known.startsWith(mount.point())).findFirst();
    }

    /** The one that a directory of the tree is on; else one that is on something in it. */
    public Optional<RemoteMount> in(Path directory) {
        if (mounts.isEmpty()) {
            return Optional.empty();
        }
        Path known = known(directory);
        return on(directory)
                .or(() -> mounts.stream()
                        .filter(mount -> mount.point().startsWith(known))
                        .findFirst());
    }

    /** Whether there is something at a path, as far as anybody knows. */
    public boolean mayExist(Path path) {
        try {
            return call(on(path), () -> Files.exists(path));
        } catch (IOException e) {
            return true;
        }
    }

    private Path known(Path path) {
        return path.startsWith(root) ? place.resolve(root.relativize(path)) : path;
    }

    /**
     * Does something, by other threads where it may have to wait for ever: see {@link RemoteMount#call}.
     *
     * @param where that may be; empty where it cannot
     */
    public static <T> T call(Optional<RemoteMount> where, Callable<T> work) throws IOException {
        return where.isEmpty() ? direct(work) : where.get().call(work);
    }

    /** The same of what fails by unchecked exceptions. */
    public static <T> T callUnchecked(Optional<RemoteMount> where, Callable<T> work) {
        try {
            return call(where, work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same of what can be left out for this time. */
    public static void runIfAnswering(Optional<RemoteMount> where, Runnable work) {
        try {
            run(where, work);
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof NotAnsweringException)) {
                throw e;
            }
        }
    }

    /** The same of what has no result. */
    public static void run(Optional<RemoteMount> where, Runnable work) {
        var _ = callUnchecked(where, () -> {
            work.run();
            return true;
        });
    }

    static <T> T direct(Callable<T> work) throws IOException {
        try {
            return work.call();
        } catch (Exception e) {
            throw failure(e);
        }
    }

    /** What work fails by: anything else it cannot throw. */
    static IOException failure(@Nullable Throwable failure) {
        return switch (failure) {
            case IOException why -> why;
            case RuntimeException why -> throw why;
            case Error why -> throw why;
            case null, default -> throw new IllegalStateException(failure);
        };
    }
}
