package io.plasmd.provider.release;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where everything is below the artifacts directory. Clients see no name with a dot in front.
 *
 * <pre>
 * stable/x86_64                           -> ../.releases/stable/x86_64/2026.11.22
 * .releases/stable/x86_64/2026.11.22/     one release: its files, and about them
 *     .release.json                       what it consists of
 *     .published                          it has been current
 *     .in-use                             locked, shared, by servers that send files of it
 *     .manifest.json                      the signed manifest it was fetched by
 *     .sha256sums.sig                     the signature over its sums, where it was fetched along with it
 *     .sha256sums.gpg                     the same of OpenPGP
 * .releases/.staging/&lt;any&gt;/         a release that is being put together; closed to others
 * .releases/.partial/&lt;digest&gt;       a file that is being fetched, and beside it how far that is; closed to others
 * .releases/.coming/&lt;any&gt;          which release is being fetched: clients that ask for it are told to wait
 * .releases/.lock/publish                 locked while a release becomes current, or goes; closed to others
 * </pre>
 *
 * <p>Whoever may open a file may lock it: so what publishers lock lies in directories that nobody else enters.
 */
record StoreLayout(Path root) {
    private static final String RELEASES = ".releases";
    private static final String MARK = "/" + RELEASES + "/";

    /** Channel, architecture, version. */
    private static final int LEVELS = 3;

    static final String RECORD = ".release.json";
    static final String PUBLISHED = ".published";
    static final String IN_USE = ".in-use";
    static final String MANIFEST = ".manifest.json";
    static final String SUMS_SIGNATURE = ".sha256sums.sig";
    static final String SUMS_OPENPGP = ".sha256sums.gpg";

    Path releases() {
        return root.resolve(RELEASES);
    }

    Path staging() {
        return releases().resolve(".staging");
    }

    Path partial() {
        return releases().resolve(".partial");
    }

    Path coming() {
        return releases().resolve(".coming");
    }

    Path lock() {
        return releases().resolve(".lock");
    }

    Path lockFile() {
        return lock().resolve("publish");
    }

    /** Where the releases of one architecture of one channel are kept. */
    Path kept(String channel, String arch) {
        return releases().resolve(channel).resolve(arch);
    }

    Path release(String channel, String arch, String version) {
        return kept(channel, arch).resolve(version);
    }

    Path channel(String channel) {
        return root.resolve(channel);
    }

    /** What clients follow to the current release. */
    Path current(String channel, String arch) {
        return channel(channel).resolve(arch);
    }

    static boolean isStore(Path name) {
        return name.toString().equals(RELEASES);
    }

    /**
     * The directory of the release that a path leads to, or into; asked for every download, so without a look at the disk.
     * No name below it is that of the store, as it has a dot in front.
     */
    static Optional<Path> release(Path path) {
        String text = path.toString();
        int end = text.lastIndexOf(MARK) + MARK.length() - 1;
        for (int level = 0; level < LEVELS; level++) {
            if (end < MARK.length() - 1 || end == text.length()) {
                return Optional.empty();
            }
            int next = text.indexOf('/', end + 1);
            end = next < 0 ? text.length() : next;
        }
        Path release = path;
        for (int slash = text.indexOf('/', end); slash >= 0; slash = text.indexOf('/', slash + 1)) {
            // By what the path is made of: it need not be a text.
            release = Objects.requireNonNull(release.getParent(), "below the store");
        }
        return Optional.of(release);
    }

    /** Whether a directory lies where those of releases do. */
    static boolean isRelease(Path directory) {
        return release(directory).filter(directory::equals).isPresent();
    }
}
