package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The digests in a file, so that a restart does not compute them again. One line each: digest, size, times of the last
 * modification and of the inode's last change, inode and path, the path last since it may contain blanks. Lines of the
 * first versions, which had no time of the inode's change but a device, do not read as such: they prove nothing.
 */
final class DigestStore {
    private static final Logger LOG = LoggerFactory.getLogger(DigestStore.class);
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (\\d+) (-?\\d+) (-?\\d+) (-?\\d+) (\\S.*)");

    static final Path NAME = Path.of("digests");

    private final PrivateDirectory directory;
    private boolean failing;

    DigestStore(PrivateDirectory directory) {
        this.directory = directory;
    }

    /** What is remembered. A line that makes no sense is skipped: its file is just digested again. */
    Map<FileVersion, Digest> load() {
        Map<FileVersion, Digest> digests = new HashMap<>();
        try {
            // Not as strict UTF-8: one damaged byte must not lose all other lines.
            String text = new String(directory.read(NAME).orElse(new byte[0]), StandardCharsets.UTF_8);
            for (String line : text.split("\n", -1)) {
                parse(line, digests);
            }
        } catch (IOException e) {
            LOG.warn(
                    "cannot read the remembered digests {}: {}. They are computed anew.",
                    directory.file(NAME),
                    e.toString());
        }
        return digests;
    }

    private static void parse(String line, Map<FileVersion, Digest> digests) {
        Matcher fields = LINE.matcher(line);
        if (!fields.matches()) {
            return;
        }
        try {
            var version = new FileVersion(
                    Path.of(unescape(fields.group(6))),
                    Long.parseLong(fields.group(2)),
                    Long.parseLong(fields.group(3)),
                    Long.parseLong(fields.group(4)),
                    Long.parseLong(fields.group(5)));
            digests.put(version, new Digest(fields.group(1)));
        } catch (NumberFormatException | InvalidPathException e) {
            // Damaged: see load().
        }
    }

    /** Replaces the file in one step, so that a crash leaves the old one or the new one. */
    synchronized void save(Map<FileVersion, Digest> digests) {
        // Sorted, so that people can compare two of them.
        Map<String, String> lines = new TreeMap<>();
        var text = new StringBuilder();
        digests.forEach((version, digest) -> {
            String path = escape(version.path().toString());
            String line = String.join(
                    " ",
                    digest.hex(),
                    Long.toString(version.size()),
                    Long.toString(version.modifiedNanos()),
                    Long.toString(version.changedNanos()),
                    Long.toString(version.inode()),
                    path);
            lines.put(path + '\n' + line, line);
        });
        lines.values().forEach(line -> text.append(line).append('\n'));
        try {
            directory.write(NAME, text.toString().getBytes(StandardCharsets.UTF_8));
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn(
                        "cannot remember the digests in {}: {}. They will be computed again at the next start.",
                        directory.file(NAME),
                        e.toString());
            }
            failing = true;
        }
    }

    private static String escape(String path) {
        return path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescape(String text) {
        var path = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                path.append(c);
                continue;
            }
            char escaped = text.charAt(++i);
            path.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
        }
        return path.toString();
    }
}
