package io.plasmd.provider.catalog;

import io.plasmd.provider.release.HumanText;
import io.plasmd.provider.release.Names;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Directories that do not exist as far as a client can tell, and why: each is worth one line. */
final class LeftOutDirectories {
    private static final Logger LOG = LoggerFactory.getLogger(LeftOutDirectories.class);
    private static final int MOST_TOLD = 1000;

    private final Set<Path> told = ConcurrentHashMap.newKeySet();

    /** Rings of links have no end, and a tree behind one would have all its files twice. */
    void link(Path directory) {
        tell(
                directory,
                "it is a link to a directory, and in the directory of an architecture only links to files are"
                        + " followed. Put the directory itself there (mount --bind, cp -al)");
    }

    void tooDeep(Path directory) {
        tell(directory, "it is behind " + Names.MOST_DIRECTORIES + " others, which are the most");
    }

    private void tell(Path directory, String why) {
        if (told.size() < MOST_TOLD && told.add(directory)) {
            LOG.warn("not served: {}, and what is in it: {}", HumanText.printable(directory.toString()), why);
        }
    }
}
