package io.plasmd.provider.release;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Names of files that are to lie in one directory and those below it. */
final class NameTree {
    private NameTree() {}

    /**
     * Two names of which one is a directory of the other, in words for a person; empty where all of them can be together.
     *
     * @param names fast to ask
     */
    static Optional<String> clash(Set<String> names) {
        // Of most files the directory is that of others.
        Set<String> asked = new HashSet<>();
        for (String name : names) {
            for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                String directory = name.substring(0, slash);
                if (asked.add(directory) && names.contains(directory)) {
                    return Optional.of(HumanText.printable(directory) + " is a file, and " + HumanText.printable(name)
                            + " wants a directory of that name");
                }
            }
        }
        return Optional.empty();
    }
}
