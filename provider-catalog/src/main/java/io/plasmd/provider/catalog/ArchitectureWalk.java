package io.plasmd.provider.catalog;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** One walk through the directories of an architecture: what each has, put together in the order of the whole names. */
final class ArchitectureWalk {
    private final Path top;
    private final Path realTop;
    private final Source source;
    private final Map<String, DirectoryContent> contents = new LinkedHashMap<>();
    private final Unreadable unreadable = new Unreadable();
    private int names;
    private boolean isMixed;

    /** What there is in a place. */
    interface Source {

        /**
         * What a directory has.
         *
         * @param real where it is
         * @throws UncheckedIOException where nobody knows
         */
        DirectoryContent of(Path place, Path real);

        /** Takes room for so many names. */
        void room(int names);
    }

    ArchitectureWalk(Path top, Path realTop, Source source) {
        this.top = top;
        this.realTop = realTop;
        this.source = source;
    }

    /**
     * Walks.
     *
     * @throws UncheckedIOException where nobody knows what is at the top, or it is too much
     */
    ArchitectureWalk all() {
        into("", source.of(top, realTop));
        return this;
    }

    private void into(String prefix, DirectoryContent content) {
        contents.put(prefix, content);
        isMixed |= !content.realPath().equals(prefix.isEmpty() ? realTop : realTop.resolve(prefix));
        names += content.own().names();
        source.room(names);
        for (String directory : content.own().directories()) {
            String inner = prefix + directory + "/";
            content(inner, found -> into(inner, found));
        }
    }

    private void content(String prefix, Consumer<DirectoryContent> use) {
        Path place = top.resolve(prefix);
        DirectoryContent found;
        try {
            found = source.of(place, realTop.resolve(prefix));
        } catch (UncheckedIOException e) {
            unreadable.add(place, e);
            return;
        }
        use.accept(found);
    }

    /** Whether some of it is of another release, which has become current meanwhile. */
    boolean isMixed() {
        return isMixed;
    }

    int names() {
        return names;
    }

    /** By what the names of their files begin with. */
    Map<String, DirectoryContent> contents() {
        return contents;
    }

    /** Below the top. */
    Unreadable unreadable() {
        return unreadable;
    }

    int sum(ToIntFunction<DirectoryContent.Own> count) {
        return contents.values().stream()
                .mapToInt(content -> count.applyAsInt(content.own()))
                .sum();
    }

    /** All files of a kind, sorted. */
    static List<Artifact> sorted(Map<String, DirectoryContent> contents, Kind kind) {
        DirectoryContent top = contents.get("");
        if (top != null && contents.size() == 1) {
            return kind.of(top.own());
        }
        List<Artifact> all = new ArrayList<>();
        add("", contents, kind, all);
        return List.copyOf(all);
    }

    /** Which files of a directory. */
    interface Kind {
        List<Artifact> of(DirectoryContent.Own own);
    }

    /** What begins with the name of a directory and a / stands together in the order of the whole names. */
    private static void add(String prefix, Map<String, DirectoryContent> contents, Kind kind, List<Artifact> all) {
        DirectoryContent content = contents.get(prefix);
        if (content == null) {
            return;
        }
        Iterator<String> directories = content.own().directories().stream()
                .map(name -> prefix + name + "/")
                .sorted()
                .iterator();
        String next = directories.hasNext() ? directories.next() : null;
        for (Artifact artifact : kind.of(content.own())) {
            while (next != null && next.compareTo(artifact.fileName()) < 0) {
                add(next, contents, kind, all);
                next = directories.hasNext() ? directories.next() : null;
            }
            all.add(artifact);
        }
        while (next != null) {
            add(next, contents, kind, all);
            next = directories.hasNext() ? directories.next() : null;
        }
    }
}
