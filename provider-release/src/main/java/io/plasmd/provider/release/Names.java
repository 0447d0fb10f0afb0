package io.plasmd.provider.release;

import java.util.regex.Pattern;

/** Which texts can be names of channels, architectures, artifacts and versions. */
public final class Names {
    /** Where the manifest is, beside the artifacts that it describes. */
    public static final String MANIFEST = "manifest.json";

    /** As in the names of files and packages; sorts well, and needs no escape in a shell or a URL. */
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,127}");

    private Names() {}

    /** Whether a text can be one level of the directory tree. Names with a dot in front do not exist for clients. */
    public static boolean isSegment(String text) {
        return !text.isEmpty() && text.charAt(0) != '.' && text.indexOf('/') < 0 && text.indexOf('\0') < 0;
    }

    /**
     * Whether a file can be asked for under a name: {@value #MANIFEST} is the manifest that the server makes, and what Jetty calls ambiguous in a URL ({@code % \ ;} and control
     * characters) is refused with 400 before it gets anywhere.
     */
    public static boolean isArtifact(String text) {
        return isSegment(text)
                && !text.equals(MANIFEST)
                && text.chars().noneMatch(c -> c == '%' || c == '\\' || c == ';' || Character.isISOControl(c));
    }

    /** Whether a text can be the version of a release. */
    public static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }
}
