package io.plasmd.provider.catalog;

import io.plasmd.provider.files.DirectoryChanges;
import io.plasmd.provider.files.NoRoomException;
import io.plasmd.provider.files.RemoteMounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the kernel tell where something has changed. It does not tell what other machines do on a network file system, and it
 * watches only so many directories for one user: all is looked through at a slow pace as well, told or not.
 */
final class ChangeWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeWatch.class);

    private final RemoteMounts remotes;
    private final Map<Path, Watch> watches = new HashMap<>();
    private final Map<Integer, Set<Path>> places = new HashMap<>();
    private volatile @Nullable DirectoryChanges changes;
    private boolean begun;
    private boolean full;

    /** A directory without links in its name, and the number that the kernel tells it by. */
    private record Watch(Path real, int number) {}

    /** Who is told. */
    interface Listener {
        void changed(Path place, Told what);

        /** Nobody knows what. */
        void anything();
    }

    ChangeWatch(RemoteMounts remotes) {
        this.remotes = remotes;
    }

    /** Not before the first connection is welcome: what it needs is linked then anyway. */
    private void begin() {
        begun = true;
        try {
            changes = DirectoryChanges.open();
        } catch (IOException e) {
            without("fs.inotify.max_user_instances", e);
        }
    }

    /**
     * Watches just these, each by the name that it is told by, with where that leads.
     *
     * @param kept others that go on being watched, if they are
     * @return those that have been added, of which nothing was told before
     */
    List<Path> watch(Map<Path, Path> wanted, Set<Path> kept) {
        List<Path> added = new ArrayList<>();
        keepOnly(wanted, kept).forEach((place, real) -> {
            if (add(place, real)) {
                added.add(place);
            }
        });
        return added;
    }

    /** Gives back those that are not watched yet. */
    private synchronized Map<Path, Path> keepOnly(Map<Path, Path> wanted, Set<Path> kept) {
        if (!begun) {
            begin();
        }
        if (changes == null) {
            return Map.of();
        }
        for (Map.Entry<Path, Watch> watch : Map.copyOf(watches).entrySet()) {
            Path place = watch.getKey();
            if (!kept.contains(place) && !watch.getValue().real().equals(wanted.get(place))) {
                end(place);
            }
        }
        Map<Path, Path> fresh = new HashMap<>(wanted);
        fresh.keySet().removeAll(watches.keySet());
        return fresh;
    }

    /** Watches one more, until it is not kept any more. */
    void watch(Path place, Path real) {
        if (isMissing(place, real)) {
            add(place, real);
        }
    }

    private synchronized boolean isMissing(Path place, Path real) {
        if (!begun) {
            begin();
        }
        Watch before = watches.get(place);
        if (before != null && !before.real().equals(real)) {
            end(place);
        }
        return before == null || !before.real().equals(real);
    }

    /** Not synchronized: nobody who asks for what has changed waits for a file system. */
    private boolean add(Path place, Path real) {
        DirectoryChanges to = changes;
        if (to == null || full) {
            return false;
        }
        try {
            int number = RemoteMounts.call(remotes.on(real), () -> to.watch(real));
            added(place, new Watch(real, number));
            return true;
        } catch (NoRoomException e) {
            full = true;
            without("fs.inotify.max_user_watches", e);
        } catch (IOException e) {
            LOG.debug("{} is not watched", place, e);
        }
        return false;
    }

    private synchronized void added(Path place, Watch watch) {
        watches.put(place, watch);
        places.computeIfAbsent(watch.number(), number -> new HashSet<>()).add(place);
    }

    private static void without(String limit, IOException why) {
        LOG.warn(
                "not all of the artifacts directory can be watched: {}. What changes elsewhere in it shows when it is"
                        + " looked through the next time; raise {}",
                why.getMessage(),
                limit);
    }

    private void end(Path place) {
        Watch watch = watches.remove(place);
        DirectoryChanges from = changes;
        if (watch == null || from == null) {
            return;
        }
        Set<Path> others = places.getOrDefault(watch.number(), Set.of());
        others.remove(place);
        if (others.isEmpty()) {
            places.remove(watch.number());
            // The kernel may have nobody else who knows the directory. It then asks NFS to let go of it, and waits.
            remotes.on(watch.real())
                    .ifPresentOrElse(
                            mount -> mount.later(() -> from.end(watch.number())), () -> from.end(watch.number()));
        }
    }

    /** What lies below is elsewhere as well. */
    private List<Path> endBelow(Path place) {
        List<Path> below = watches.keySet().stream()
                .filter(other -> other.startsWith(place))
                .toList();
        below.forEach(this::end);
        return below;
    }

    /** Tells what has changed since the last time, without waiting. */
    synchronized void tell(Listener listener) {
        if (changes == null) {
            return;
        }
        Map<Path, Told> changed = new HashMap<>();
        try {
            changes.tell(new DirectoryChanges.Listener() {
                @Override
                public void changed(int watch, @Nullable String name) {
                    tell(places.getOrDefault(watch, Set.of()), name == null ? Told.ALL : Told.of(Set.of(name)));
                }

                private void tell(Collection<Path> some, Told what) {
                    some.forEach(place -> changed.merge(place, what, Told::and));
                }

                @Override
                public void ended(int watch) {
                    Set<Path> gone = Set.copyOf(places.getOrDefault(watch, Set.of()));
                    tell(gone, Told.ALL);
                    // Looked at once more, they are watched again.
                    gone.forEach(place -> tell(endBelow(place), Told.ALL));
                }

                @Override
                public void lost() {
                    listener.anything();
                }
            });
        } catch (IOException e) {
            LOG.debug("cannot tell what has changed", e);
            listener.anything();
        }
        changed.forEach(listener::changed);
    }

    @Override
    public synchronized void close() {
        DirectoryChanges last = changes;
        changes = null;
        if (last != null && remotes.isEmpty()) {
            last.close();
        } else if (last != null) {
            // All watches end with it: see above.
            Thread.ofPlatform().daemon().name("watches").start(last::close);
        }
    }
}
