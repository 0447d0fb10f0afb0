package io.plasmd.provider.artifacts;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What holds of a request's target, whatever bytes it has: it is read as a URI is, and finds what it names or nothing. */
final class PathFuzz {
    private static final TrappedTree TREE = TrappedTree.untilExit();

    private PathFuzz() {}

    /**
     * Tries one input, as the target of a request line and as a path that has been decoded already.
     *
     * @param data what follows the first slash
     */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        TREE.check("/" + new String(data, StandardCharsets.UTF_8));
        String target = "/" + new String(data, StandardCharsets.ISO_8859_1);
        Optional<String> path = DecodedTarget.path(target);
        if (path.isPresent()) {
            if (DecodedTarget.ASCII.matcher(target).matches()) {
                requireAsInUri(path.get(), target);
            }
            TREE.check(path.get());
        }
    }

    private static void requireAsInUri(String path, String target) {
        URI uri;
        try {
            // With an authority, or else // would begin one.
            uri = new URI("http://x" + target);
        } catch (URISyntaxException e) {
            // Jetty takes what some clients send unescaped.
            return;
        }
        if (!path.equals(uri.normalize().getPath())) {
            throw new IllegalStateException(
                    target + " is not " + path + " but " + uri.normalize().getPath());
        }
    }
}
