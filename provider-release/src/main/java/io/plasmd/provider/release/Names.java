package io.plasmd.provider.release;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
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

    /** Behind how many directories a file can be: deeper than any tree that machines boot from, and an end for links. */
    public static final int MOST_DIRECTORIES = 16;

    /** NAME_MAX of every file system that counts: no level of a longer name can be made. */
    private static final int LONGEST_LEVEL = 255;

    /** Of a whole name, in bytes of UTF-8: percent-encoded it is three times as long, and has to fit into a request. */
    private static final int LONGEST_NAME = 1024;

    /** As in the names of files and packages; sorts well, and needs no escape in a shell or a URL. */
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,127}");

    private Names() {}

    /**
     * Whether a text can be one level of the directory tree. Names with a dot in front do not exist for clients, nor do
     * those with control characters, which a URL has no place for here; every other one is asked for percent-encoded.
     */
    public static boolean isSegment(String text) {
        return !text.isEmpty() && text.charAt(0) != '.' && isLevel(text);
    }

    private static boolean isLevel(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '/' || Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a name belongs to what is said about artifacts: {@value #MANIFEST}, {@value #SUMS} and what signs it, and
     * {@code .sha256} files. The server makes them. Where somebody brought such a file it is served, but it is no
     * artifact: nothing vouches for it. The former are at the top only: in a directory a file of this name is one as any
     * other, as installer trees have them. What is in a directory of such a name is no artifact either: whoever keeps
     * the answers as files would need one name for a file and a directory.
     */
    public static boolean isReserved(String text) {
        String top = text.substring(0, Math.max(text.indexOf('/'), 0));
        return text.endsWith(DIGEST_SUFFIX)
                || text.contains(DIGEST_SUFFIX + "/")
                || isAboutAll(top.isEmpty() ? text : top);
    }

    private static boolean isAboutAll(String top) {
        return top.equals(MANIFEST) || top.equals(SUMS) || top.startsWith(SUMS + ".");
    }

    /**
     * Whether a file can be an artifact under a name: one level, or behind up to {@value #MOST_DIRECTORIES} directories,
     * each of which can be one, with a / after it.
     */
    public static boolean isArtifact(String text) {
        return isPath(text) && !isReserved(text);
    }

    /** The same, be it of an artifact or of what is said about some. */
    static boolean isPath(String text) {
        return whyNoPath(text).isEmpty();
    }

    private static Optional<String> whyNoPath(String text) {
        if (bytes(text) > LONGEST_NAME) {
            return Optional.of("it has " + bytes(text) + " bytes, and " + LONGEST_NAME + " are the most");
        }
        String[] levels = text.split("/", -1);
        for (String level : levels) {
            if (!isSegment(level)) {
                return Optional.of(whyNoSegment(level));
            }
            if (bytes(level) > LONGEST_LEVEL) {
                return Optional.of("what is between two / has " + bytes(level) + " bytes, and " + LONGEST_LEVEL
                        + " are the most that a file system takes");
            }
        }
        return levels.length > MOST_DIRECTORIES + 1
                ? Optional.of("it is behind " + (levels.length - 1) + " directories, and " + MOST_DIRECTORIES
                        + " are the most")
                : Optional.empty();
    }

    /** In UTF-8; none is longer than three for each char. */
    private static int bytes(String text) {
        return 3L * text.length() <= LONGEST_LEVEL ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Why a text can be no name of an artifact, in words that follow it. */
    public static String whyNoArtifact(String text) {
        if (isReserved(text)) {
            return "cannot be the name of an artifact: " + MANIFEST + ", " + SUMS + ", " + SUMS + ".* and *"
                    + DIGEST_SUFFIX + " are what is said about artifacts, and the server makes them itself";
        }
        return "cannot be the name of an artifact: "
                + whyNoPath(text).orElseThrow(() -> new IllegalArgumentException(text));
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
