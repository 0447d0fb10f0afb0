package io.plasmd.provider.release;

import java.util.regex.Pattern;

/** Which texts can be names of channels, architectures, artifacts and versions. */
public final class Names {
    /** Where the manifest is, beside the artifacts that it describes. */
    public static final String MANIFEST = "manifest.json";

    /** Where the digests of all of them are. */
    public static final String SUMS = "SHA256SUMS";

    /** Where the signature over them is. */
    public static final String SUMS_SIGNATURE = SUMS + ".sig";

    /** The same for those who have OpenPGP. */
    public static final String SUMS_OPENPGP = SUMS + ".gpg";

    /** What the name of a file with the digest of one of them ends in. */
    public static final String DIGEST_SUFFIX = ".sha256";

    /** What the paths of kept releases begin with. */
    public static final String RELEASES = "releases";

    /** What the paths of artifacts by digest begin with. */
    public static final String BLOBS = "blobs";

    /** As in the names of files and packages; sorts well, and needs no escape in a shell or a URL. */
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,127}");

    private Names() {}

    /**
     * Whether a text can be one level of the directory tree. Names with a dot in front do not exist for clients, nor do
     * those with control characters, which a URL has no place for here; every other one is asked for percent-encoded.
     */
    public static boolean isSegment(String text) {
        return !text.isEmpty()
                && text.charAt(0) != '.'
                && text.chars().noneMatch(c -> c == '/' || Character.isISOControl(c));
    }

    /**
     * Whether a name belongs to what is said about artifacts: {@value #MANIFEST}, {@value #SUMS} and what signs it, and
     * {@code .sha256} files. The server makes them. Where somebody brought such a file it is served, but it is no
     * artifact: nothing vouches for it.
     */
    public static boolean isReserved(String text) {
        return text.equals(MANIFEST)
                || text.equals(SUMS)
                || text.startsWith(SUMS + ".")
                || text.endsWith(DIGEST_SUFFIX);
    }

    /** Whether a file can be an artifact under a name. */
    public static boolean isArtifact(String text) {
        return isSegment(text) && !isReserved(text);
    }

    /** Why a text can be no name of an artifact, in words that follow it. */
    public static String whyNoArtifact(String text) {
        return isReserved(text)
                ? "cannot be the name of an artifact: " + MANIFEST + ", " + SUMS + ", " + SUMS + ".* and *"
                        + DIGEST_SUFFIX + " are what is said about artifacts, and the server makes them itself"
                : "cannot be the name of an artifact: " + whyNoSegment(text);
    }

    /** Whether a channel can have a name: the paths of kept releases and of digests begin like those of channels. */
    public static boolean isChannel(String text) {
        return isSegment(text) && !text.equals(RELEASES) && !text.equals(BLOBS);
    }

    /** Why a text can be no name of a channel, in words that follow it. */
    public static String whyNoChannel(String text) {
        return "cannot be the name of a channel: "
                + (isSegment(text) ? "/" + text + "/… has a meaning of its own" : whyNoSegment(text));
    }

    /** Why a text can be no level of the directory tree. */
    static String whyNoSegment(String text) {
        if (text.isEmpty()) {
            return "it is empty";
        }
        if (text.charAt(0) == '.') {
            return "names with a dot in front do not exist for clients";
        }
        return text.contains("/") ? "there is a / in it" : "there is a control character in it";
    }

    /** Whether a text can be the version of a release. */
    public static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }
}
