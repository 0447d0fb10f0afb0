package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SidecarsTest {
    private ArtifactServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void sha256sumAcceptsBothSidecars() throws Exception {
        String[] names = {"vmlinuz", "initrd.img", "rootfs.img", "a b.dtb", "back\\slash", "line\nbreak"};
        for (String name : names) {
            server.put(name, 1000 + name.length());
        }
        for (String path : new String[] {"SHA256SUMS", "vmlinuz.sha256", "a%20b.dtb.sha256"}) {
            Path sums = server.scratch().resolve("sums");
            Files.write(sums, awaitBody("/stable/x86_64/" + path));
            Process check = new ProcessBuilder("sha256sum", "--check", "--strict", sums.toString())
                    .directory(server.directory().toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(check.waitFor(10, TimeUnit.SECONDS));
            assertEquals(0, check.exitValue(), path + ": " + output);
        }
    }

    private byte[] awaitBody(String path) {
        return Await.value(path, () -> {
            try (Response response = server.get(path)) {
                if (response.code() == 503) {
                    return null;
                }
                assertEquals(200, response.code());
                assertEquals("text/plain", response.header("Content-Type"));
                byte[] body = response.body().bytes();
                assertEquals(Integer.toString(body.length), response.header("Content-Length"));
                return body;
            }
        });
    }

    @Test
    void theSidecarOfARoleNamesTheRole() throws Exception {
        byte[] kernel = server.put("vmlinuz", 1000);
        assertEquals(
                ArtifactServer.sha256(kernel) + "  kernel\n",
                new String(awaitBody("/stable/x86_64/kernel.sha256"), StandardCharsets.UTF_8));
    }

    @Test
    void aSidecarThatTheOperatorBroughtIsServedAsItIs() throws Exception {
        server.put("vmlinuz", 1000);
        byte[] brought = server.put("vmlinuz.sha256", "as it is".getBytes(StandardCharsets.UTF_8));
        byte[] sums = server.put("SHA256SUMS", "signed elsewhere".getBytes(StandardCharsets.UTF_8));
        assertArrayEquals(brought, server.body("/stable/x86_64/vmlinuz.sha256"));
        assertArrayEquals(sums, server.body("/stable/x86_64/SHA256SUMS"));
        assertEquals(404, server.status("/stable/x86_64/SHA256SUMS.sha256"));
        assertEquals(404, server.status("/stable/x86_64/vmlinuz.sha256.sha256"));
    }

    @Test
    void whatIsNotThereHasNoSidecar() throws Exception {
        assertEquals(404, server.status("/stable/x86_64/vmlinuz.sha256"));
        assertEquals(404, server.status("/stable/x86_64/.sha256"));
        assertEquals(404, server.status("/stable/x86_64/SHA256SUMS"));
        assertEquals(404, server.status("/nothing/x86_64/SHA256SUMS"));
        assertEquals(404, server.status("/stable/x86_64/..sha256"));
    }
}
