package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Objects;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What 0.1.0 left behind is taken over: install-0.1.0.tar.gz has the data directory that it had written, with two
 * releases published by it and a directory filled by hand, a configuration, and its own provider.conf with every setting
 * at its default.
 */
@Timeout(240)
final class TakeOverIT {
    @TempDir
    private static Path unpacked;

    private static Install install;

    @TempDir
    private Path scratch;

    private Path data;
    private Path artifacts;
    private Path configuration;

    @BeforeAll
    static void unpack() throws Exception {
        install = Tarball.unpack(unpacked);
    }

    @BeforeEach
    void unpackWhatIsThere() throws Exception {
        Path packed = scratch.resolve("0.1.0.tar.gz");
        try (InputStream in = Objects.requireNonNull(TakeOverIT.class.getResourceAsStream("install-0.1.0.tar.gz"))) {
            Files.copy(in, packed);
        }
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        Program.run(scratch, "tar", "-xzpf", packed.toString(), "--no-same-owner")
                .expectSuccess();
        data = scratch.resolve("data");
        artifacts = data.resolve("artifacts");
        configuration = scratch.resolve("etc/provider.conf");
        String text = Files.readString(configuration);
        Files.writeString(configuration, text.replace("/FIXTURE", scratch.toString()));
    }

    @Test
    void itsConfigurationIsRight() throws Exception {
        check(configuration);
        check(scratch.resolve("etc/all.conf"));
    }

    @Test
    void aCheckMovesNothing() throws Exception {
        check(configuration);
        assertTrue(Files.exists(artifacts.resolve("digests")));
        assertTrue(Files.exists(artifacts.resolve("manifests")));
        assertFalse(Files.exists(data.resolve("state")));
    }

    @Test
    void itsReleasesAreServedUnderAManifestThatNamesTheirDirectory() throws Exception {
        try (RunningProcess server = serve()) {
            try (Response kernel = Http.get(server, "kernel")) {
                assertArrayEquals(bytes('2', 3000), kernel.body().bytes());
            }
            try (Response kernel = Http.get(server, "edge/x86_64/kernel")) {
                assertEquals("by hand\n", kernel.body().string());
            }
            Await.until("a manifest, which 0.1.0 made without the directory", () -> {
                try (Response manifest = Http.get(server, "manifest.json")) {
                    return manifest.body().string().contains("\"release_path\":\"/releases/stable/x86_64/");
                }
            });
            Await.until("the releases to be looked at", () -> {
                try (Response health = Http.get(server, "health")) {
                    return health.body().string().contains("\"releases_intact\" : true");
                }
            });
            run(
                    "verify",
                    server.url().toString(),
                    "--arch",
                    "x86_64",
                    "--key",
                    scratch.resolve("etc/boot.pub").toString());
        }
    }

    @Test
    void whatItRememberedMovesOutOfTheArtifacts() throws Exception {
        try (RunningProcess server = serve()) {
            for (String name : new String[] {"digests", "manifests"}) {
                assertTrue(Files.exists(data.resolve("state/artifacts").resolve(name)), name);
                assertFalse(Files.exists(artifacts.resolve(name)), name);
                assertTrue(server.err().contains(artifacts.resolve(name) + " is "), server.err());
            }
        }
    }

    @Test
    void itsReleasesCanBeGoneBackToAndFollowed() throws Exception {
        String versions = run("versions", "--artifacts", artifacts.toString(), "--arch", "x86_64");
        assertTrue(versions.contains("2026.11.1") && versions.contains("2026.11.2"), versions);
        run("rollback", "--artifacts", artifacts.toString(), "--arch", "x86_64");
        try (RunningProcess server = serve();
                Response kernel = Http.get(server, "kernel")) {
            assertArrayEquals(bytes('1', 3000), kernel.body().bytes());
        }
        Path next = Files.writeString(scratch.resolve("vmlinuz"), "next");
        run(
                "publish",
                "--artifacts",
                artifacts.toString(),
                "--arch",
                "x86_64",
                "--version",
                "2026.12.1",
                "--kernel",
                next.toString());
        try (RunningProcess server = serve();
                Response kernel = Http.get(server, "kernel")) {
            assertEquals("next", kernel.body().string());
        }
    }

    private void check(Path file) throws Exception {
        run("check", "--config", file.toString(), "--data", data.toString(), "--artifacts", artifacts.toString());
    }

    private RunningProcess serve() throws Exception {
        return launch().serve(artifacts, "--config", configuration.toString(), "--data", data.toString());
    }

    private String run(String... arguments) throws Exception {
        try (RunningProcess run = launch().start(arguments)) {
            int status = run.status();
            assertEquals(0, status, Arrays.toString(arguments) + " said: " + run.err() + run.out());
            return run.out();
        }
    }

    private static byte[] bytes(char letter, int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) letter);
        return bytes;
    }

    private Launch launch() {
        return Launch.of(install, scratch);
    }
}
