package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What of a directory is to be published: its files and those in directories below it, by the names that they will have. A
 * link to a directory in it stands for what is in there. Names with a dot in front are left out, as clients see none, and
 * so are directories with nothing in them.
 */
public final class SourceTree {
    /** Of names that are looked at, visible or not: more is a mistake in the directory, or links that multiply. */
    private static final int MOST = 1_000_000;

    private final Path root;
    private final Predicate<String> excluded;
    private final SortedMap<String, Path> files = new TreeMap<>();
    private final List<Path> leftOut = new ArrayList<>();
    private final Problems problems = new Problems();
    private final Deque<Path> above = new ArrayDeque<>();
    private int looked;

    private SourceTree(Path root, Predicate<String> excluded) {
        this.root = root;
        this.excluded = excluded;
    }

    /**
     * What has been found.
     *
     * @param files by name, with a / after each directory; of every kind, to be looked at before they are published
     * @param leftOut what the server makes itself
     */
    public record Found(SortedMap<String, Path> files, List<Path> leftOut) {
        public Found {
            files = new TreeMap<>(files);
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * Looks into a directory.
     *
     * @param root which links to directories must not lead out of
     * @param excluded asked for the name of every file and directory; what is in one that is excluded is not looked at
     * @throws ReleaseException where something cannot be looked at, or is nothing that can be published
     */
    public static Found read(Path directory, Path root, Predicate<String> excluded) throws ReleaseException {
        try {
            var tree = new SourceTree(root.toRealPath(), excluded);
            tree.enter(directory, directory.toRealPath(), "");
            tree.problems.orThrow();
            return new Found(tree.files, tree.leftOut);
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private void enter(Path directory, Path real, String prefix) throws ReleaseException {
        above.push(real);
        for (Path child : children(directory)) {
            String name = prefix + Disk.name(child);
            if (!isLeftOut(child, name)) {
                add(child, name);
            }
        }
        above.pop();
    }

    private List<Path> children(Path directory) throws ReleaseException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path child : stream) {
                if (++looked > MOST) {
                    throw new ReleaseException("there are more than " + MOST + " names in " + root);
                }
                children.add(child);
            }
        } catch (DirectoryIteratorException e) {
            problems.add(
                    unreadable(directory, Objects.requireNonNull(e.getCause())).getMessage());
        } catch (IOException e) {
            problems.add(unreadable(directory, e).getMessage());
        }
        children.sort(null);
        return children;
    }

    private static ReleaseException unreadable(Path directory, IOException e) {
        return new ReleaseException("cannot read the directory " + directory + ": " + Pem.reason(e), e);
    }

    private boolean isLeftOut(Path child, String name) {
        if (Disk.name(child).startsWith(".")) {
            return true;
        }
        if (!ForeignNames.isText(child)) {
            problems.add("cannot publish " + ForeignNames.printable(child) + ": its name "
                    + ForeignNames.why(Objects.requireNonNull(child.getParent(), "in a directory")));
            return true;
        }
        if (excluded.test(name)) {
            return true;
        }
        if (Names.isReserved(name)) {
            leftOut.add(child);
            return true;
        }
        return false;
    }

    private void add(Path child, String name) throws ReleaseException {
        if (!Files.isDirectory(child)) {
            files.put(name, child);
            return;
        }
        try {
            Path real = child.toRealPath();
            if (isFit(child, real, name)) {
                enter(child, real, name + "/");
            }
        } catch (IOException e) {
            problems.add(unreadable(child, e).getMessage());
        }
    }

    private boolean isFit(Path child, Path real, String name) {
        String problem = null;
        if (!real.startsWith(root)) {
            problem = " is a link that leads out of " + root + ", to " + real;
        } else if (above.contains(real)) {
            problem = " is a link that leads back to " + real + ", which it is in: there would be no end of names";
        } else if (above.size() > Names.MOST_DIRECTORIES) {
            problem = " is a directory behind " + Names.MOST_DIRECTORIES + " others, which are the most";
        }
        if (problem != null) {
            problems.add(child + problem + ". Leave it out with --exclude '" + name + "'");
        }
        return problem == null;
    }
}
