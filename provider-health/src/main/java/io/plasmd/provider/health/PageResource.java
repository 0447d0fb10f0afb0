package io.plasmd.provider.health;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of the page, from this module's jar.
 *
 * @param path where it is served
 * @param digest tells one version of the product from another
 */
record PageResource(String path, String content, String digest) {

    static PageResource load(String path) {
        try (InputStream in = PageResource.class.getResourceAsStream(path.substring(1))) {
            if (in == null) {
                throw new IllegalStateException("the jar of provider-health lacks " + path + "; unpack it again");
            }
            byte[] content = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return new PageResource(
                    path,
                    new String(content, StandardCharsets.UTF_8),
                    HexFormat.of().formatHex(hash));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Under this address the content never changes. */
    String url() {
        return path + "?v=" + version();
    }

    String version() {
        return digest.substring(0, 16);
    }

    String etag() {
        return "\"" + digest + "\"";
    }
}
