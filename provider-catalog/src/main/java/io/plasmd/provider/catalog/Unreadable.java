package io.plasmd.provider.catalog;

import io.plasmd.provider.release.TooManyNamesException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Directories that one look could not look into: nobody knows what is in them. */
final class Unreadable {
    /** Where mkfs puts what fsck finds: root's alone, and never a channel. */
    static final Path LOST_AND_FOUND = Path.of("lost+found");

    private final SortedMap<Path, String> reasons = new TreeMap<>();
    private boolean leavesDoubt;

    void add(Path directory, UncheckedIOException failure) {
        if (!directory.endsWith(LOST_AND_FOUND)) {
            leavesDoubt |= !(failure.getCause() instanceof TooManyNamesException);
            reasons.put(
                    directory,
                    "cannot be looked into, so clients get 503: "
                            + cause(directory, Objects.requireNonNull(failure.getCause())));
        }
    }

    void addAll(Unreadable others) {
        reasons.putAll(others.reasons);
        leavesDoubt |= others.leavesDoubt;
    }

    boolean isEmpty() {
        return reasons.isEmpty();
    }

    /** Before something is said of all that there is. */
    void requireNone() {
        if (!isEmpty()) {
            var first = new FileSystemException(
                    reasons.firstKey().toString(), null, Objects.requireNonNull(reasons.get(reasons.firstKey())));
            throw new UncheckedIOException(first);
        }
    }

    /** Whether what was known of files may still be so, though nobody has met them. */
    boolean leavesDoubt() {
        return leavesDoubt;
    }

    /** Whether nobody knows all that is in a directory, for one in it, or one that it is in as far as to a root. */
    boolean leavesOpen(Path directory, Path root) {
        return reasons.keySet().stream()
                .filter(one -> one.startsWith(root))
                .anyMatch(one -> one.startsWith(directory) || directory.startsWith(one));
    }

    /** By directory, in words that follow its name. */
    Map<Path, String> reasons() {
        return reasons;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Unreadable unreadable && reasons.equals(unreadable.reasons);
    }

    @Override
    public int hashCode() {
        return reasons.hashCode();
    }

    private static String cause(Path directory, IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "no permission. Give the server's user r and x on it";
        }
        if (!(cause instanceof FileSystemException of) || of.getReason() == null) {
            return String.valueOf(cause);
        }
        boolean isOfFile = of.getFile() != null && !of.getFile().equals(directory.toString());
        return isOfFile ? of.getReason() + " (" + of.getFile() + ")" : of.getReason();
    }
}
