package io.plasmd.provider.release;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * A provider that a release is read from.
 *
 * @param manifest the URL of the manifest
 * @param base what the paths in a manifest are appended to: the server, and a prefix where it is behind a proxy
 * @param place the channel and the architecture that were asked for; empty where the URL alone says which
 */
public record Origin(URI manifest, String base, Optional<Place> place) {
    private static final String FILE = "/" + Names.MANIFEST;

    /** A channel and an architecture. */
    public record Place(String channel, String arch) {
        private boolean contains(Manifest manifest) {
            return manifest.channel().equals(channel)
                    && ArchitectureNames.canonical(manifest.arch()).equals(ArchitectureNames.canonical(arch));
        }
    }

    /**
     * Reads what a person gives.
     *
     * @param url of a provider; or, where it ends in {@code /manifest.json}, of a manifest, be it of a channel and
     *     architecture or of the server's default ones
     */
    public static Origin of(String url, String channel, String arch) throws ReleaseException {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw wrong(url);
        }
        String scheme = String.valueOf(uri.getScheme());
        if (uri.getHost() == null
                || !List.of("http", "https").contains(scheme)
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw wrong(url);
        }
        String server = scheme + "://" + uri.getRawAuthority();
        String path = uri.getRawPath().replaceFirst("/+$", "");
        if (path.endsWith(FILE)) {
            return new Origin(URI.create(server + path), server + prefix(path), Optional.empty());
        }
        String base = server + path;
        return new Origin(
                URI.create(base + UrlPath.of(channel, arch) + FILE), base, Optional.of(new Place(channel, arch)));
    }

    /** Of {@code /boot/stable/x86_64/manifest.json} it is {@code /boot}; of {@code /manifest.json} nothing. */
    private static String prefix(String path) {
        String directory = path.substring(0, path.length() - FILE.length());
        return directory.replaceFirst("/[^/]+/[^/]+$", "");
    }

    private static ReleaseException wrong(String url) {
        return new ReleaseException("\"" + HumanText.printable(url) + "\": expected the URL of a provider, such as"
                + " http://boot.example:8080/");
    }

    /** Refuses the manifest of another channel or architecture than was asked for: a mistake, or a trick. */
    void requirePlace(Manifest read) throws ReleaseException {
        if (place.isPresent() && !place.get().contains(read)) {
            throw new ReleaseException(manifest + " is the manifest of " + HumanText.printable(read.channel()) + "/"
                    + HumanText.printable(read.arch()) + "; expected "
                    + place.get().channel() + "/"
                    + place.get().arch());
        }
    }

    /** Where an artifact of the release is: by its digest, which no later release changes, else by its path. */
    RemoteArtifact artifact(String name, Manifest.Entry entry) {
        return new RemoteArtifact(
                name,
                entry.size(),
                entry.digest(),
                List.of(URI.create(base + entry.blob()), URI.create(base + entry.path())));
    }
}
