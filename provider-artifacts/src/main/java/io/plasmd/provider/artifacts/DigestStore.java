package io.plasmd.provider.artifacts;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

    private final Path file;
    private boolean failing;

    DigestStore(Path directory) {
        this.file = directory.resolve("digests");
    }

    /** What is remembered. A line that makes no sense is skipped: its file is just digested again. */
    Map<FileVersion, Digest> load() {
        Map<FileVersion, Digest> digests = new HashMap<>();
        if (!Files.exists(file)) {
            return digests;
        }
        try {
            // Not as strict UTF-8: one damaged byte must not lose all other lines.
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            for (String line : text.split("\n", -1)) {
                parse(line, digests);
            }
        } catch (IOException e) {
            LOG.warn("cannot read the remembered digests {}: {}. They are computed anew.", file, e.toString());
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
        Path fresh = file.resolveSibling("digests.new");
        try {
            // The disk may have been read-only at the start.
            Files.createDirectories(file.getParent());
            Files.write(fresh, lines.values(), StandardCharsets.UTF_8);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn(
                        "cannot remember the digests in {}: {}. They will be computed again at the next start.",
                        file,
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
