package io.plasmd.provider.server.log;

import io.plasmd.provider.files.FileState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Lines for the journal of systemd: each begins with its priority, sd-daemon(3). It notes the time itself.
 *
 * <p>Used by one thread at a time.
 */
final class JournalLines {
    private static final Path STDERR = Path.of("/proc/self/fd/2");
    private static final byte ERROR = '3';
    private static final byte WARNING = '4';
    private static final byte INFO = '6';
    private static final byte DEBUG = '7';

    private byte priority = INFO;
    private boolean isWhole = true;

    /** Whether stderr leads to the journal, and not to a file or a pipe that somebody has put in its place. */
    static boolean isStderr(Map<String, String> environment) {
        String stream = environment.get("JOURNAL_STREAM");
        if (stream == null) {
            return false;
        }
        try {
            FileState stderr = FileState.at(STDERR);
            return stream.equals(stderr.device() + ":" + stderr.inode());
        } catch (IOException e) {
            return false;
        }
    }

    /** The same with its priority; the rest of a line that is very long goes with its begin. */
    byte[] of(byte[] line) {
        boolean isBegin = isWhole;
        isWhole = line.length > 0 && line[line.length - 1] == '\n';
        if (!isBegin) {
            return line;
        }
        priority = priority(line);
        var result = new ByteArrayOutputStream(line.length + 3);
        result.write('<');
        result.write(priority);
        result.write('>');
        result.writeBytes(line);
        return result.toByteArray();
    }

    /** By the word of slf4j-simple at its begin; a line of a stack trace has that of the line before. */
    private byte priority(byte[] line) {
        String begin = new String(line, 0, Math.min(line.length, 10), StandardCharsets.ISO_8859_1);
        if (begin.startsWith("ERROR ") || begin.startsWith("provider: ")) {
            return ERROR;
        } else if (begin.startsWith("WARN ")) {
            return WARNING;
        } else if (begin.startsWith("DEBUG ") || begin.startsWith("TRACE ")) {
            return DEBUG;
        }
        boolean goesOn = begin.startsWith(" ") || begin.startsWith("\t") || begin.startsWith("Caused by:");
        return goesOn ? priority : INFO;
    }
}
