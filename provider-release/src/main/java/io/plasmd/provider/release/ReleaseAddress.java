package io.plasmd.provider.release;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directory of one release at a provider: {@code http://boot.example/releases/stable/x86_64/2026.11.22/}.
 *
 * @param base what the paths in a manifest are appended to: the server, and a prefix where it is behind a proxy
 * @param directory the URL of the directory, without a slash at its end
 * @param place the channel and the architecture in it
 * @param version of the release
 */
record ReleaseAddress(String base, String directory, Place place, String version) {
    private static final Pattern PATH =
            Pattern.compile("(.*)/" + Names.RELEASES + "/+([^/]+)/+([^/]+)/+([^/]+?)(?:/+" + Names.MANIFEST + ")?/*");

    /**
     * Reads the URL of such a directory, or of the manifest in it.
     *
     * @param server that it is of, without a path
     * @return empty where it is the URL of something else
     */
    static Optional<ReleaseAddress> of(URI url, String server) {
        Matcher raw = PATH.matcher(url.getRawPath());
        Matcher decoded = PATH.matcher(url.getPath());
        if (!raw.matches()
                || !decoded.matches()
                || !Names.isVersion(decoded.group(4))
                || decoded.group(4).equals(Names.MANIFEST)) {
            return Optional.empty();
        }
        String base = server + raw.group(1);
        return Optional.of(new ReleaseAddress(
                base,
                base + UrlPath.of(Names.RELEASES, decoded.group(2), decoded.group(3), decoded.group(4)),
                Place.of(decoded.group(2), decoded.group(3)),
                decoded.group(4)));
    }

    /** Where a file of the release is, or one that says something of all of them. */
    URI file(String name) {
        return URI.create(directory + UrlPath.ofName(name));
    }

    /** Refuses the manifest of another release of the same place, which would be signed as well. */
    void require(Manifest read) throws ReleaseException {
        if (!read.version().equals(version)) {
            throw new ReleaseException(
                    file(Names.MANIFEST) + " is the manifest of release " + read.version() + "; expected " + version);
        }
    }
}
