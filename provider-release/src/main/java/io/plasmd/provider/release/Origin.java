package io.plasmd.provider.release;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A provider that a release is read from.
 *
 * @param manifest the URL of the manifest
 * @param base what the paths in a manifest are appended to: the server, and a prefix where it is behind a proxy
 * @param places what was asked for, and what the URL says: the manifest has to be from all of them
 */
public record Origin(URI manifest, String base, List<Place> places) {
    private static final String FILE = "/" + Names.MANIFEST;

    private static final Pattern LEVELS = Pattern.compile("/([^/]+)/+([^/]+)/+[^/]+/*$");

    public Origin {
        places = List.copyOf(places);
    }

    /**
     * Reads what a person gives.
     *
     * @param url of a provider; or, where it ends in {@code /manifest.json}, of a manifest, be it of a channel and
     *     architecture or of the server's default ones
     * @param channel what is meant where the URL does not say which
     * @param arch likewise
     * @param asked what is meant whatever the URL says
     */
    public static Origin of(String url, String channel, String arch, Place asked) throws ReleaseException {
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
            List<Place> places = new ArrayList<>(List.of(asked));
            place(uri.getPath()).ifPresent(places::add);
            return new Origin(URI.create(server + path), server + prefix(path), places);
        }
        String base = server + path;
        return new Origin(
                URI.create(base + UrlPath.of(channel, arch) + FILE), base, List.of(asked, Place.of(channel, arch)));
    }

    /** The same where nothing more was asked for. */
    static Origin of(String url, String channel, String arch) throws ReleaseException {
        return of(url, channel, arch, new Place(Optional.empty(), Optional.empty()));
    }

    /** Of {@code /boot/stable/x86_64/manifest.json} they are {@code stable} and {@code x86_64}. */
    private static Optional<Place> place(String path) {
        Matcher levels = LEVELS.matcher(path);
        return levels.find() ? Optional.of(Place.of(levels.group(1), levels.group(2))) : Optional.empty();
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

    /** Refuses the manifest of another channel or architecture than was asked for. */
    void requirePlace(Manifest read) throws ReleaseException {
        for (Place place : places) {
            place.require(read, manifest);
        }
    }

    /** Where the signature over the sums of what a manifest describes is. */
    URI sumsSignature(Manifest read) {
        return URI.create(base + UrlPath.of(read.channel(), read.arch(), Names.SUMS_SIGNATURE));
    }

    /** Where the one of OpenPGP is. */
    URI sumsOpenPgp(Manifest read) {
        return URI.create(base + UrlPath.of(read.channel(), read.arch(), Names.SUMS_OPENPGP));
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
