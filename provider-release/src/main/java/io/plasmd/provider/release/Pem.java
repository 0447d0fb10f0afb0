package io.plasmd.provider.release;

import io.plasmd.provider.files.NotRegularFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys in text files (RFC 7468). The JDK's own reader of them is still a preview in Java 25. */
final class Pem {
    private static final int LARGEST_BYTES = 64 * 1024;

    private Pem() {}

    /** The content of the first block with a label. */
    static byte[] read(Path file, String label) throws IOException {
        String text = new String(SmallFile.readNamed(file, LARGEST_BYTES), StandardCharsets.ISO_8859_1);
        Matcher block = Pattern.compile("-----BEGIN " + label + "-----([^-]*)-----END " + label + "-----")
                .matcher(text);
        if (!block.find()) {
            throw new IOException("expected a line -----BEGIN " + label + "-----");
        }
        try {
            return Base64.getMimeDecoder().decode(block.group(1));
        } catch (IllegalArgumentException e) {
            throw new IOException("what is between its BEGIN and END is no Base64", e);
        }
    }

    static String write(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + label + "-----\n";
    }

    /** In words for a person: the exceptions of missing and forbidden files have the name alone as their message. */
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "permission denied";
            case NotRegularFileException other -> String.valueOf(other.getReason());
            default -> String.valueOf(e.getMessage());
        };
    }
}
