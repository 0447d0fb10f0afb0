package io.plasmd.provider.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for a name without case, directory by directory, in what is known of them: nothing is asked of the disk. */
final class NameSearch {
    private final Map<String, DirectoryContent> contents;

    /** In directories by what the names of their files begin with. */
    NameSearch(Map<String, DirectoryContent> contents) {
        this.contents = contents;
    }

    /** The first of those that there are, as they are sorted. */
    Optional<String> find(String name) {
        return find("", name);
    }

    private Optional<String> find(String prefix, String rest) {
        DirectoryContent content = contents.get(prefix);
        if (content == null) {
            return Optional.empty();
        }
        int end = rest.indexOf('/');
        List<String> like = content.like(prefix, end < 0 ? rest : rest.substring(0, end));
        for (String one : like) {
            Optional<String> found = end < 0
                    ? Optional.of(prefix + one).filter(file -> !contents.containsKey(file + "/"))
                    : find(prefix + one + "/", rest.substring(end + 1));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
