package io.plasmd.provider.catalog;

import io.plasmd.provider.files.ThreadTime;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The last look at each place of the tree. It is good until something is known to have changed there; nothing is looked at
 * twice for what has been seen.
 *
 * @param <T> what a look finds: the same object where nothing has changed
 */
@SuppressWarnings("ReferenceEquality") // see above
final class DirectoryLooks<T> {
    /** As long as thousands of files take. */
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Long looks that clients cause take a tenth of one core at most, however much there is to look at. */
    private static final int REST_PER_LOOK = 9;

    private final Look<T> look;
    private final Map<Path, Last<T>> all = new ConcurrentHashMap<>();
    private volatile boolean news;

    /** How a place is looked at. */
    interface Look<T> {

        /**
         * Looks.
         *
         * @param before what was found last, where something was
         * @param told what is known to have changed, where the look is for that; nothing where all that is there has its
         *     turn
         */
        T at(Path place, @Nullable T before, Told told);
    }

    private static final class Last<T> {
        private @Nullable T found;
        /** By which the last look has failed. */
        private @Nullable RuntimeException failure;

        private boolean hasEnded;
        private long begunNanos;
        private long endedNanos;
        private long tookNanos;
        private final Changes changes = new Changes();

        boolean isRecent() {
            return hasEnded && tookNanos > LONG_NANOS && System.nanoTime() - endedNanos < REST_PER_LOOK * tookNanos;
        }

        /** A look at what has changed alone says little of what one at all of it takes. */
        void ended(boolean isWhole, long nanos) {
            hasEnded = true;
            if (isWhole || nanos >= tookNanos) {
                tookNanos = nanos;
                endedNanos = System.nanoTime();
            }
        }

        T result() {
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(found);
        }
    }

    DirectoryLooks(Look<T> look) {
        this.look = look;
    }

    /** What was found last, unless there is something new. */
    T last(Path place) {
        Last<T> last = of(place);
        synchronized (last) {
            return last.found != null && !last.changes.areSome() ? last.found : look(place, last, true);
        }
    }

    /** What is there now; what takes long to look at as it was a moment ago, unless something is known to have changed. */
    T now(Path place) {
        Last<T> last = of(place);
        long asked = System.nanoTime();
        synchronized (last) {
            if (last.hasEnded && last.begunNanos - asked > 0) {
                // Somebody has begun to look while this one waited for another's look to end.
                return last.result();
            }
            if (last.isRecent()) {
                return !last.changes.areSome() || last.failure != null ? last.result() : look(place, last, true);
            }
            return look(place, last, false);
        }
    }

    /** Looks, though nothing need have changed. */
    T again(Path place) {
        Last<T> last = of(place);
        synchronized (last) {
            return look(place, last, last.changes.areSome());
        }
    }

    /** Looks at all that is there, whatever is known to have changed. */
    T whole(Path place) {
        Last<T> last = of(place);
        synchronized (last) {
            return look(place, last, false);
        }
    }

    private Last<T> of(Path place) {
        return all.computeIfAbsent(place, path -> new Last<>());
    }

    private T look(Path place, Last<T> last, boolean isForWhatIsTold) {
        // Before the look: what changes while it lasts is looked at once more.
        Told told = last.changes.take();
        boolean isWhole = !isForWhatIsTold || last.found == null;
        if (isWhole) {
            last.begunNanos = System.nanoTime();
        }
        long before = ThreadTime.nanos();
        try {
            T found = look.at(place, last.found, isForWhatIsTold ? told : Told.NOTHING);
            news |= found != last.found;
            last.found = found;
            last.failure = null;
            return found;
        } catch (RuntimeException e) {
            last.changes.add(Told.ALL);
            last.failure = e;
            // It may have been much, and is not asked for any more.
            last.found = null;
            throw e;
        } finally {
            last.ended(isWhole, ThreadTime.nanos() - before);
        }
    }

    /** Whether a look has found something new since the last time that this was asked. */
    boolean takeNews() {
        boolean some = news;
        news = false;
        return some;
    }

    /** Something has changed there; nothing is known of a place that nobody has looked at. */
    void changed(Path place, Told what) {
        Last<T> last = all.get(place);
        if (last != null) {
            last.changes.add(what);
        }
    }

    /** Anything may have changed there. */
    void changed(Path place) {
        changed(place, Told.ALL);
    }

    void changed() {
        all.values().forEach(last -> last.changes.add(Told.ALL));
    }

    Set<Path> places() {
        return all.keySet();
    }

    void forget(Path place) {
        all.remove(place);
    }

    void forget(Predicate<Path> gone) {
        all.keySet().removeIf(gone);
    }

    void forgetAllBut(Set<Path> there) {
        all.keySet().retainAll(there);
    }
}
