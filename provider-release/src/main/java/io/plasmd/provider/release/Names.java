package io.plasmd.provider.release;

import java.util.regex.Pattern;

/** Which texts can be names of channels, architectures, artifacts and versions. */
public final class Names {
    /** Where the manifest is, beside the artifacts that it describes. */
    public static final String MANIFEST = "manifest.json";

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

    /** Whether a file can be an artifact under a name: {@value #MANIFEST} is the manifest that the server makes. */
    public static boolean isArtifact(String text) {
        return isSegment(text) && !text.equals(MANIFEST);
    }

    /** Whether a text can be the version of a release. */
    public static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }
}
