package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A release from its publisher over a provider and a mirror to a machine, signed once and checked everywhere. */
@Timeout(300)
final class MirrorIT {
    @TempDir
    private Path directory;

    @TempDir
    private Path scratch;

    private Install install;
    private String key;
    private String signing;

    @BeforeEach
    void makeAKey() throws Exception {
        install = Tarball.unpack(directory);
        Path file = scratch.resolve("boot.key");
        run("keygen", file.toString());
        key = scratch.resolve("boot.pub").toString();
        signing = "provider.endpoints.artifacts.manifest.signing-keys=[\"" + file + "\"]";
    }

    private RunningProcess start(String... arguments) throws IOException {
        return Launch.of(install, scratch).start(arguments);
    }

    private String run(String... arguments) throws Exception {
        try (RunningProcess process = start(arguments)) {
            assertEquals(0, process.status(), process.err());
            return process.out();
        }
    }

    private String refusal(String... arguments) throws Exception {
        try (RunningProcess process = start(arguments)) {
            assertEquals(1, process.status(), process.err());
            return process.err();
        }
    }

    private RunningProcess serve(Path artifacts, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(
                "--data", scratch.resolve("data-of-" + artifacts.getFileName()).toString()));
        return Launch.of(install, scratch).serve(artifacts, all.toArray(String[]::new));
    }

    private static String manifest(RunningProcess server) throws IOException {
        try (Response response = Http.get(server, "stable/x86_64/manifest.json")) {
            assertEquals(200, response.code());
            return response.body().string();
        }
    }

    private String[] fetch(RunningProcess from, Path to, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "fetch", from.url().toString(), "--artifacts", to.toString(), "--arch", "x86_64", "--key", key));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private void publish(Path artifacts, String version, Path files) throws Exception {
        run("publish", "--artifacts", artifacts.toString(), "--arch", "x86_64", "--version", version, files.toString());
    }

    @Test
    void whatOneSignsTheThirdBelieves() throws Exception {
        Path origin = scratch.resolve("origin");
        Path mirror = scratch.resolve("mirror");
        Path last = scratch.resolve("last");
        Path files = Samples.in(scratch.resolve("input")).resolve("stable/x86_64");
        publish(origin, "1", files);
        try (RunningProcess first = serve(origin, "--set", signing)) {
            String url = first.url().toString();
            assertTrue(run("verify", url, "--arch", "x86_64", "--key", key).contains("right"));
            Await.until(
                    "the status names the release",
                    () -> run("status", "--url", url).contains("stable/x86_64 1\n"));
            run(fetch(first, mirror));
            assertTrue(run("verify", mirror.toString(), "--arch", "x86_64", "--key", key)
                    .contains("right"));
            try (RunningProcess second = serve(mirror)) {
                assertEquals(manifest(first), manifest(second), "the mirror serves the manifest of the origin");
                String fetched = run(fetch(second, last, "--json"));
                assertTrue(fetched.contains("\"signed_by\" : \"ed25519:"), fetched);
                for (String name : List.of("vmlinuz", "initrd.img", "rootfs.squashfs")) {
                    assertEquals(
                            -1,
                            Files.mismatch(
                                    files.resolve(name),
                                    last.resolve("stable/x86_64").resolve(name)));
                }
                Samples.write(files.resolve("vmlinuz"), 2 << 20);
                publish(origin, "2", files);
                assertTrue(run(fetch(first, mirror, "--json")).contains("\"downloaded_bytes\" : " + (2 << 20)));
                // The mirror follows as its origin does, without a restart.
                assertEquals(manifest(first), manifest(second));
                assertTrue(run("verify", second.url().toString(), "--arch", "x86_64", "--key", key)
                        .contains("right"));

                run("rollback", "--artifacts", origin.toString(), "--arch", "x86_64");
                String refused = refusal(fetch(first, mirror));
                assertTrue(refused.contains("release 1 is offered, older than 2, which is here"), refused);
                run(fetch(first, mirror, "--allow-older"));
                assertEquals(manifest(first), manifest(second));
            }
        }
    }

    @Test
    void anotherKeyIsBelievedNowhere() throws Exception {
        Path origin = scratch.resolve("origin");
        publish(origin, "1", Samples.in(scratch.resolve("input")).resolve("stable/x86_64"));
        run("keygen", scratch.resolve("other.key").toString());
        String other = scratch.resolve("other.pub").toString();
        try (RunningProcess server = serve(origin, "--set", signing)) {
            String url = server.url().toString();
            String refused = refusal("verify", url, "--arch", "x86_64", "--key", other);
            assertTrue(refused.contains("signed by another key"), refused);
            Path target = scratch.resolve("target");
            refused = refusal("fetch", url, "--artifacts", target.toString(), "--arch", "x86_64", "--key", other);
            assertTrue(refused.contains("signed by another key"), refused);
            assertTrue(Files.notExists(target.resolve("stable")));
        }
    }

    @Test
    void aPrivateKeyThatOthersCanReadIsWarnedOf() throws Exception {
        Path file = scratch.resolve("boot.key");
        Path origin = Files.createDirectories(scratch.resolve("origin"));
        try (RunningProcess server = serve(origin, "--set", signing)) {
            assertFalse(server.err().contains("private key"), server.err());
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (RunningProcess server = serve(origin, "--set", signing)) {
            String expected = "others can read the private key " + file + "; to mend that: chmod 600 " + file;
            assertTrue(server.err().contains(expected), server.err());
        }
    }

    @Test
    void aFetchThatIsKilledGoesOnWhereItBrokeOff() throws Exception {
        Path origin = scratch.resolve("origin");
        Path target = scratch.resolve("target");
        Path files = Files.createDirectories(scratch.resolve("files"));
        Samples.write(files.resolve("vmlinuz"), 1 << 20);
        Samples.write(files.resolve("rootfs.squashfs"), 256 << 20);
        publish(origin, "1", files);
        try (RunningProcess server = serve(origin, "--set", signing)) {
            for (int i = 0; i < 3; i++) {
                try (RunningProcess fetch = start(fetch(server, target))) {
                    Path partial = target.resolve(".releases/.partial");
                    long enough = (i + 1) * (30L << 20);
                    Await.until("some of it has come", () -> blocks(partial) >= enough || !fetch.isAlive());
                }
            }
            run(fetch(server, target));
        }
        for (String name : List.of("vmlinuz", "rootfs.squashfs")) {
            assertEquals(
                    -1,
                    Files.mismatch(
                            files.resolve(name), target.resolve("stable/x86_64").resolve(name)));
        }
    }

    /** What has been written of the largest file there, which has holes. */
    private static long blocks(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        Program.Ended du;
        try {
            du = Program.run(directory, "du", "-sB1", ".");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return Long.parseLong(du.output().split("\\s", 2)[0]);
    }
}
