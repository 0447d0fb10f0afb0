package io.plasmd.provider.release;

import io.plasmd.provider.files.PathBytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Names of files that are no text: their bytes are not UTF-8, or the process runs in a locale in which they are none. A
 * manifest and a URL have no place for them, and Java cannot write what it has read of them.
 */
public final class ForeignNames {
    private static final String ENCODING = System.getProperty("sun.jnu.encoding", "unknown");

    private ForeignNames() {}

    /** Whether the last name of a path that the file system gave leads back to it as a text. */
    public static boolean isText(Path path) {
        Path fileName = path.getFileName();
        String name = fileName.toString();
        if (name.chars().allMatch(c -> c < 0x80)) {
            return true;
        }
        try {
            return path.resolveSibling(name).getFileName().equals(fileName);
        } catch (InvalidPathException e) {
            // Not a name in this locale.
            return false;
        }
    }

    /** A path that the file system gave, for people: bytes that are no UTF-8 are written as {@code \xfc}. */
    public static String printable(Path path) {
        return printable(PathBytes.of(path));
    }

    /** The same of its bytes. */
    public static String printable(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(4 * bytes.length);
        for (CoderResult result = decoder.decode(in, out, true);
                result.isMalformed();
                result = decoder.decode(in, out, true)) {
            for (int i = 0; i < result.length(); i++) {
                out.put(String.format(Locale.ROOT, "\\x%02x", in.get()));
            }
        }
        return HumanText.harmless(out.flip().toString());
    }

    /** Why such a name cannot be used, and what to do, in words that follow it. */
    public static String why(Path directory) {
        return ENCODING.equals("UTF-8")
                ? "is not UTF-8, so no client could ask for it. Rename it; if it is Latin-1: convmv -f latin1 -t utf8"
                        + " --notest -r " + printable(directory)
                : "can be no text here: this process runs in the encoding " + ENCODING
                        + ", since the machine has no locale of UTF-8. Install one (glibc-langpack-en, locales-all)";
    }
}
