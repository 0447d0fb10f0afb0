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
 * @param release the directory of the one release that is meant; empty for whichever the place has now
 */
public record Origin(URI manifest, String base, List<Place> places, Optional<ReleaseAddress> release) {
    private static final String FILE = "/" + Names.MANIFEST;

    private static final Pattern LEVELS = Pattern.compile("/([^/]+)/+([^/]+)/+[^/]+/*$");

    public Origin {
        places = List.copyOf(places);
    }

    /**
     * Reads what a person gives.
     *
     * @param url of a provider; of the directory of a release; or, where it ends in {@code /manifest.json}, of a
     *     manifest, be it of a channel and architecture or of the server's default ones
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
        Optional<ReleaseAddress> release = ReleaseAddress.of(uri, server);
        if (release.isPresent()) {
            ReleaseAddress one = release.get();
            return new Origin(one.file(Names.MANIFEST), one.base(), List.of(asked, one.place()), release);
        }
        String path = uri.getRawPath().replaceFirst("/+$", "");
        if (path.endsWith(FILE)) {
            List<Place> places = new ArrayList<>(List.of(asked));
            place(uri.getPath()).ifPresent(places::add);
            return new Origin(URI.create(server + path), server + prefix(path), places, Optional.empty());
        }
        String base = server + path;
        return new Origin(
                URI.create(base + UrlPath.of(channel, arch) + FILE),
                base,
                List.of(asked, Place.of(channel, arch)),
                Optional.empty());
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

    /** Refuses the manifest of another channel, architecture or release than was asked for. */
    void requirePlace(Manifest read) throws ReleaseException {
        for (Place place : places) {
            place.require(read, manifest);
        }
        if (release.isPresent()) {
            release.get().require(read);
        }
    }

    /** Why there may be no manifest, in words that follow its URL. */
    String missing() {
        return release.map(
                        one -> "the server does not keep release " + one.version() + " (any more), or is no provider")
                .orElse("the server has no such channel and architecture, or is no provider");
    }

    /** Where the signature over the sums of what a manifest describes is; the next is tried where one has none. */
    List<URI> sumsSignature(Manifest read) {
        return beside(read, Names.SUMS_SIGNATURE);
    }

    /** Where the one of OpenPGP is. */
    List<URI> sumsOpenPgp(Manifest read) {
        return beside(read, Names.SUMS_OPENPGP);
    }

    /** In the directory of the release first: the sums of its channel can be those of the next one by now, or have a date. */
    private List<URI> beside(Manifest read, String name) {
        if (release.isPresent()) {
            return List.of(release.get().file(name));
        }
        List<URI> places = new ArrayList<>();
        read.releasePath()
                .filter(path -> path.endsWith("/"))
                .ifPresent(path -> places.add(URI.create(base + path + name)));
        places.add(URI.create(base + UrlPath.of(read.channel(), read.arch(), name)));
        return places;
    }

    /**
     * Where an artifact of the release is: by its digest, which no later release changes, else by its path. Of a directory
     * that was named it is in there.
     */
    RemoteArtifact artifact(String name, Manifest.Entry entry) {
        URI blob = URI.create(base + entry.blob());
        return new RemoteArtifact(
                name,
                entry.size(),
                entry.digest(),
                release.map(one -> List.of(one.file(entry.filename()), blob))
                        .orElseGet(() -> List.of(blob, URI.create(base + entry.path()))));
    }
}
