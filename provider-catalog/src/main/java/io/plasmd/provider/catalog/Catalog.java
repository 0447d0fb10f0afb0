package io.plasmd.provider.catalog;

import java.util.List;

/**
 * All artifacts of one moment.
 *
 * @param entries by channel, architecture and name
 * @param brought what is served beside them as it is: see {@link ArtifactDirectory#brought}
 * @param nameless how many files are left out since their names are no text
 */
public record Catalog(List<Entry> entries, List<Artifact> brought, int nameless) {
    static final Catalog EMPTY = new Catalog(List.of(), List.of(), 0);

    /**
     * One artifact.
     *
     * @param name the role it is served as, or its file name
     */
    public record Entry(String channel, String arch, String name, Artifact artifact) {}

    public long totalSize() {
        return entries.stream().mapToLong(e -> e.artifact().size()).sum();
    }
}
