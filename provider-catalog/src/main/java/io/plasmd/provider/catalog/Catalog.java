package io.plasmd.provider.catalog;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;

/** All artifacts of one moment. Never changes, and shares with the one of the moment before all that has not changed. */
public final class Catalog {
    static final Catalog EMPTY = new Catalog(List.of());

    private final List<ArtifactDirectory> directories;
    private final Entries entries;
    private final long totalSize;
    private final int nameless;

    /**
     * One artifact.
     *
     * @param name the role it is served as, or its file name
     */
    public record Entry(String channel, String arch, String name, Artifact artifact) {}

    /** What the architectures of all channels have, in the order of their names. */
    Catalog(List<ArtifactDirectory> directories) {
        this.directories = List.copyOf(directories);
        this.entries = new Entries(this.directories);
        this.totalSize = directories.stream()
                .flatMap(directory -> directory.artifacts().stream())
                .mapToLong(Artifact::size)
                .sum();
        this.nameless =
                directories.stream().mapToInt(ArtifactDirectory::nameless).sum();
    }

    /** By channel, architecture and file name. */
    public List<Entry> entries() {
        return entries;
    }

    List<ArtifactDirectory> directories() {
        return directories;
    }

    public long totalSize() {
        return totalSize;
    }

    /** How many files are left out since their names are no text. */
    public int nameless() {
        return nameless;
    }

    /** Those of one directory after the other, as one list. */
    private static final class Entries extends AbstractList<Entry> {
        private final List<ArtifactDirectory> directories;
        /** Up to and with each directory. */
        private final int[] counts;

        Entries(List<ArtifactDirectory> directories) {
            this.directories = directories;
            this.counts = directories.stream()
                    .mapToInt(directory -> directory.artifacts().size())
                    .toArray();
            Arrays.parallelPrefix(counts, Integer::sum);
        }

        @Override
        public int size() {
            return counts.length == 0 ? 0 : counts[counts.length - 1];
        }

        @Override
        public Entry get(int index) {
            // The first directory that reaches beyond it: those without artifacts have the count of the one before.
            int found = Arrays.binarySearch(counts, index + 1);
            int at = found < 0 ? -found - 1 : found;
            while (at > 0 && counts[at - 1] > index) {
                at--;
            }
            return directories.get(at).entries().get(index - (at == 0 ? 0 : counts[at - 1]));
        }
    }
}
