package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.CapturedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever owns a directory of artifacts decides what is served from it, and nothing beyond. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HostileOwnerTest {
    private ArtifactServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ArtifactServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    /** Something that goes on until it is closed. */
    private static Thread again(Turn turn) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    turn.take();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private interface Turn {
        void take() throws IOException;
    }

    private void putOther() throws IOException {
        Path other = server.root().resolve("testing/x86_64/vmlinuz");
        ArtifactServer.put(other, ArtifactServer.bytes(50_000), Instant.now());
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 200_000, 3_000_000})
    void aFileExchangedForALinkNeverYieldsWhatTheLinkLeadsTo(int size) throws Exception {
        byte[] kernel = new byte[size];
        Arrays.fill(kernel, (byte) 'k');
        byte[] secret = new byte[size];
        Arrays.fill(secret, (byte) 's');
        Path outside = Files.write(server.scratch().resolve("key"), secret);
        Path name = server.directory().resolve("vmlinuz");
        Path file = Files.write(server.directory().resolve(".file"), kernel);
        Path next = server.directory().resolve(".next");
        Thread owner = again(() -> {
            Files.createLink(next, file);
            Files.move(next, name, StandardCopyOption.ATOMIC_MOVE);
            Files.createSymbolicLink(next, outside);
            Files.move(next, name, StandardCopyOption.ATOMIC_MOVE);
        });
        int whole = 0;
        for (int i = 0; i < 300; i++) {
            try (var response = server.get("/kernel")) {
                byte[] body = response.body().bytes();
                if (response.code() == 200) {
                    assertArrayEquals(kernel, body);
                    whole++;
                } else {
                    assertTrue(response.code() == 404 || response.code() == 503, "status " + response.code());
                }
            } catch (IOException e) {
                // Cut off: a failure that the client sees.
            }
        }
        owner.interrupt();
        owner.join();
        Files.deleteIfExists(next);
        Files.deleteIfExists(name);
        Files.delete(file);
        assertTrue(whole > 0, "none was sent");
    }

    @Test
    void aFifoInThePlaceOfAFileStopsNobody() throws Exception {
        server.put("vmlinuz", 1000);
        Path name = server.directory().resolve("initrd.img");
        Path file = Files.write(server.directory().resolve(".file"), new byte[500_000]);
        Shell.run(server.directory(), "mkfifo .fifo");
        Path next = server.directory().resolve(".next");
        Thread owner = again(() -> {
            for (Path one : new Path[] {file, server.directory().resolve(".fifo")}) {
                Files.createLink(next, one);
                Files.move(next, name, StandardCopyOption.ATOMIC_MOVE);
                // Of two names of one file rename(2) does nothing.
                Files.deleteIfExists(next);
            }
        });
        for (int i = 0; i < 500; i++) {
            try {
                int status = server.status("/initramfs");
                assertTrue(status == 200 || status == 404 || status == 503, "status " + status);
            } catch (IOException e) {
                // Cut off.
            }
        }
        owner.interrupt();
        owner.join();
        assertEquals(200, server.status("/kernel"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".release.json", ".published", ".in-use", ".manifest.json"})
    void aFifoInThePlaceOfARecordStopsNobody(String record) throws Exception {
        var publishing = new Publishing(server, 3);
        byte[] kernel = ArtifactServer.bytes(200_000);
        publishing.publish("1", Map.of("vmlinuz", kernel));
        Path release = server.root().resolve(".releases/stable/x86_64/1");
        Shell.run(release, "rm -f " + record + "; mkfifo " + record);
        assertArrayEquals(kernel, server.awaitBody("/kernel"));
        // The look through the directory goes on.
        putOther();
        assertEquals(74, server.awaitBody("/testing/x86_64/vmlinuz.sha256").length);
    }

    @Test
    void whatIsHiddenStaysHiddenBehindLinks() throws Exception {
        new Publishing(server, 3).publish("1", Map.of("vmlinuz", ArtifactServer.bytes(1000)));
        Path directory = Files.createDirectories(server.root().resolve("testing/x86_64"));
        Files.writeString(directory.resolve(".hidden"), "not for clients");
        Files.createSymbolicLink(directory.resolve("to-hidden"), Path.of(".hidden"));
        Files.createSymbolicLink(
                directory.resolve("to-record"), Path.of("../../.releases/stable/x86_64/1/.release.json"));
        Files.createSymbolicLink(server.root().resolve("testing/all"), Path.of("../.releases/stable/x86_64"));
        Files.createSymbolicLink(server.root().resolve("store"), Path.of(".releases/stable"));
        for (String path : new String[] {
            "/testing/x86_64/to-hidden",
            "/testing/x86_64/to-record",
            "/testing/all/.release.json",
            "/store/x86_64/1",
            "/testing/x86_64/.hidden"
        }) {
            assertEquals(404, server.status(path), path);
        }
        assertEquals(200, server.status("/stable/x86_64/vmlinuz"));
        Files.writeString(directory.resolve("shown"), "for clients");
        Files.createSymbolicLink(directory.resolve("to-shown"), Path.of("shown"));
        assertEquals(200, server.status("/testing/x86_64/to-shown"));
    }

    @Test
    void aRingOfLinksBelowTheReleasesIsNoFailureOfTheDisk() throws Exception {
        try (var log = new CapturedLog()) {
            new Publishing(server, 3).publish("1", Map.of("vmlinuz", ArtifactServer.bytes(1000)));
            Files.createSymbolicLink(server.root().resolve(".releases/stable/ring"), Path.of("ring"));
            Files.createSymbolicLink(server.root().resolve(".releases/ring"), Path.of("ring"));
            putOther();
            server.awaitBody("/testing/x86_64/vmlinuz.sha256");
            assertEquals(200, server.status(Publishing.blob(ArtifactServer.bytes(1000))));
            assertEquals(0, log.count("cannot look through"), log::text);
        }
    }
}
