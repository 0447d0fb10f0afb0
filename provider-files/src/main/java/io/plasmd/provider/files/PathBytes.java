package io.plasmd.provider.files;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Paths as the kernel has them: the bytes of a name need not be text, and what Java decodes it does not give back. */
public final class PathBytes {
    private PathBytes() {}

    /** As they are. */
    public static byte[] of(Path path) {
        String text = path.toString();
        return isAscii(text) ? text.getBytes(StandardCharsets.US_ASCII) : raw(path);
    }

    /** With the zero at the end. */
    static MemorySegment of(Path path, Arena arena) {
        byte[] bytes = of(path);
        MemorySegment name = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, name, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return name;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Only a URI tells the bytes, escaped; it is that of an absolute path, and ends in a slash for a directory. */
    private static byte[] raw(Path path) {
        String escaped = Path.of("/").resolve(path).toUri().getRawPath();
        var bytes = new ByteArrayOutputStream();
        int start = path.isAbsolute() ? 0 : 1;
        int end = escaped.endsWith("/") ? escaped.length() - 1 : escaped.length();
        for (int i = start; i < end; i++) {
            char c = escaped.charAt(i);
            if (c == '%') {
                bytes.write(Integer.parseInt(escaped, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toByteArray();
    }
}
