package io.plasmd.provider.catalog;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Looks for a name without case, directory by directory, in what is known of them: nothing is asked of the disk. */
final class NameSearch {
    private final Path top;
    private final Map<String, DirectoryContent> contents;
    private final Unreadable unreadable;

    /**
     * In what an architecture has.
     *
     * @param top its directory, as clients see it
     */
    NameSearch(Path top, ArtifactDirectory directory) {
        this.top = top;
        this.contents = directory.contents();
        this.unreadable = directory.unreadable();
    }

    /**
     * The first of those that there are, as they are sorted.
     *
     * @throws UncheckedIOException where there is none, and it may be in a directory that nobody can look into
     */
    Optional<String> find(String name) {
        Optional<String> found = find("", name);
        if (found.isEmpty() && unreadable.reasons().keySet().stream().anyMatch(place -> isIn(place, name))) {
            unreadable.requireNone();
        }
        return found;
    }

    private boolean isIn(Path place, String name) {
        String prefix = top.relativize(place) + "/";
        return name.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private Optional<String> find(String prefix, String rest) {
        DirectoryContent content = contents.get(prefix);
        if (content == null) {
            return Optional.empty();
        }
        int end = rest.indexOf('/');
        for (String like : content.like(prefix, end < 0 ? rest : rest.substring(0, end))) {
            Optional<String> found = end < 0
                    ? Optional.of(prefix + like)
                            .filter(file -> !content.own().directories().contains(like))
                    : find(prefix + like + "/", rest.substring(end + 1));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
