package io.plasmd.provider.artifacts;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.Names;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** {@code <artifact>.sha256} and {@code SHA256SUMS}, as {@code sha256sum -c} and systemd-pull read them. */
final class Sidecars {
    private static final String SUFFIX = ".sha256";
    private static final String SUMS = "SHA256SUMS";

    private final ArtifactTree tree;
    private final TreeScanner scanner;

    Sidecars(ArtifactTree tree, TreeScanner scanner) {
        this.tree = tree;
        this.scanner = scanner;
    }

    /** Answers, unless there is nothing to answer. A file of that name on disk goes before: it has been served. */
    boolean send(ArtifactPath wanted, HttpServletResponse response) throws IOException {
        if (wanted.name().equals(SUMS)) {
            return sendSums(wanted, response);
        }
        if (!wanted.name().endsWith(SUFFIX)) {
            return false;
        }
        String name = wanted.name().substring(0, wanted.name().length() - SUFFIX.length());
        if (!Names.isSegment(name)) {
            return false;
        }
        Optional<Artifact> artifact = tree.find(wanted.withName(name));
        if (artifact.isEmpty()) {
            return false;
        }
        Optional<Digest> digest = artifact.get().digest();
        if (digest.isEmpty()) {
            notYet(response);
        } else {
            send(line(digest.get(), name), response);
        }
        return true;
    }

    private boolean sendSums(ArtifactPath wanted, HttpServletResponse response) throws IOException {
        List<Catalog.Entry> entries =
                scanner.scan(wanted.channel(), wanted.arch()).entries();
        if (entries.isEmpty()) {
            return false;
        }
        var lines = new StringBuilder();
        for (Catalog.Entry entry : entries) {
            Artifact artifact = entry.artifact();
            if (artifact.digest().isEmpty()) {
                notYet(response);
                return true;
            }
            lines.append(line(artifact.digest().get(), artifact.fileName()));
        }
        send(lines.toString(), response);
        return true;
    }

    /** As GNU sha256sum writes it: a name with a line break or a backslash is escaped, and the line says so. */
    private static String line(Digest digest, String name) {
        String escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return (escaped.equals(name) ? "" : "\\") + digest.hex() + "  " + escaped + "\n";
    }

    private static void notYet(HttpServletResponse response) throws IOException {
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "the digest is still being computed");
    }

    private static void send(String text, HttpServletResponse response) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/plain");
        response.setHeader("Cache-Control", "no-cache");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
