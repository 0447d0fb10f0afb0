package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Machines that ask the plugin netboot what to boot, with the firmware and the boot loader of real ones. */
@Timeout(400)
final class NetbootIT {
    private static final String INSTALLED = "52:54:00:aa:00:01";
    private static final String LIVE = "52:54:00:bb:00:02";
    private static final String ARGUMENTS =
            "console=ttyS0 quiet release={{version}} rootfs={{release}}rootfs.squashfs?boot={{boot}} provider.done={{done}}";

    @TempDir
    private Path unpacked;

    @TempDir
    private Path scratch;

    private final List<RunningProcess> servers = new ArrayList<>();
    private Install install;
    private Path artifacts;
    private Path release;

    @BeforeEach
    void publishTheFirst() throws Exception {
        Machine.requirePrograms();
        BootFiles.require();
        install = Tarball.unpack(unpacked);
        artifacts = Files.createDirectory(scratch.resolve("artifacts"));
        release = Files.createDirectory(scratch.resolve("release"));
        new BootFiles(scratch).kernelAndInitramfs(release);
        Samples.write(release.resolve("rootfs.squashfs"), 3 << 20);
        publish("1");
    }

    @AfterEach
    void stop() throws Exception {
        for (RunningProcess server : servers) {
            server.close();
        }
    }

    /** The loop of installers that never end: this one ends. */
    @Test
    void aMachineIsInstalledOnceAndThenBootsItsDisk() throws Exception {
        configure("");
        RunningProcess server = serve("one", 0);
        try (Machine machine = Machine.ipxe(scratch, scripts(server), INSTALLED)) {
            machine.await("rootfs: " + digest());
            machine.await("told: done");
            machine.awaitEnd();
        }
        assertTrue(status(server).matches("(?s).*\"up\" *: *1\\b.*"), () -> status(server));
        Path disk = LocalDisk.in(scratch);
        try (Machine machine =
                Machine.ipxe(scratch, scripts(server), INSTALLED, "-drive", "file=" + disk + ",format=raw,if=ide")) {
            machine.await(LocalDisk.SAYS);
            machine.awaitEnd();
        }
        assertEquals(
                1,
                requests("one").stream()
                        .filter(request -> request.contains("/vmlinuz?boot="))
                        .count());
    }

    @Test
    void machinesOfTwoGroupsBootWhatTheirsSayWhileAnotherReleaseIsPublished() throws Exception {
        configure("");
        RunningProcess server = serve("one", 0);
        String first = digest();
        try (Machine installed = Machine.ipxe(scratch, scripts(server), INSTALLED);
                Machine live = Machine.ipxe(scratch, scripts(server), LIVE)) {
            // Both have their scripts by now, and one of them at least has more to come.
            Await.until("both scripts", () -> given("one") == 2);
            Samples.write(release.resolve("rootfs.squashfs"), 2 << 20);
            publish("2");
            installed.await("release=1");
            live.await("group=live console=ttyS0 quiet release=1");
            installed.await("rootfs: " + first);
            live.await("rootfs: " + first);
            installed.awaitEnd();
            live.awaitEnd();
        }
        List<String> files = requests("one").stream()
                .filter(request -> request.contains("?boot="))
                .toList();
        assertEquals(6, files.size(), files::toString);
        files.forEach(request -> assertTrue(request.startsWith("GET /releases/stable/x86_64/1/"), request));
    }

    @Test
    void aMachineWhoseServerIsKilledGoesOnWithTheNext() throws Exception {
        int one = FreePort.number();
        int other = FreePort.number();
        configure("servers = [\"http://%1$s:%2$d\", \"http://%1$s:%3$d\"], attempts = 1, pause = 1s"
                .formatted(Machine.HOST, one, other));
        RunningProcess first = serve("one", one);
        RunningProcess second = serve("other", other);
        // Each machine has an order of its own.
        boolean isInOrder =
                script(first).indexOf(":" + one + "/") < script(first).indexOf(":" + other + "/");
        RunningProcess killed = isInOrder ? first : second;
        String rest = isInOrder ? "other" : "one";
        long before = given("one") + given("other");
        try (Machine machine = Machine.ipxe(scratch, scripts(isInOrder ? second : first), LIVE)) {
            Await.until("its script", () -> given("one") + given("other") > before);
            killed.kill();
            machine.await("rootfs: " + digest());
            machine.awaitEnd();
        }
        assertTrue(
                requests(rest).stream().anyMatch(request -> request.contains("/initrd.img?boot=")),
                () -> requests(rest).toString());
    }

    private void configure(String more) throws IOException {
        Files.writeString(scratch.resolve("provider.conf"), """
                provider.endpoints.netboot {
                  enabled = true
                  %s
                  profiles {
                    installer { arguments = "%s", after = local-disk }
                    live { arguments = "group={{group}} %s" }
                  }
                  groups {
                    installers { match { mac = "52:54:00:aa:*" }, profile = installer }
                    live { match { mac = "52:54:00:bb:*" }, profile = live }
                  }
                }
                """.formatted(more, ARGUMENTS, ARGUMENTS));
    }

    private RunningProcess serve(String name, int port) throws Exception {
        RunningProcess server = Launch.of(install, scratch)
                .serve(
                        artifacts,
                        "--config",
                        scratch.resolve("provider.conf").toString(),
                        "--data",
                        scratch.resolve("data-" + name).toString(),
                        "--set",
                        "provider.http.port=" + port,
                        "--set",
                        "provider.log.access.target="
                                + Files.createDirectory(logs(name)).resolve("access.log"));
        servers.add(server);
        return server;
    }

    /** The date gets into the names of the files in it. */
    private Path logs(String name) {
        return scratch.resolve("logs-" + name);
    }

    private static String scripts(RunningProcess server) throws Exception {
        return "http://" + Machine.HOST + ":" + server.url().getPort() + "/boot.ipxe";
    }

    private static String script(RunningProcess server) throws Exception {
        return text(server, "/m/" + LIVE.replace(':', '-') + "/boot.ipxe");
    }

    private static String text(RunningProcess server, String path) throws Exception {
        try (Response response = Http.get(server, path)) {
            assertEquals(200, response.code());
            return response.body().string();
        }
    }

    private static String status(RunningProcess server) {
        try {
            return text(server, "/status");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** How many machines have got their script. */
    private long given(String name) {
        return requests(name).stream()
                .filter(request -> request.matches("GET /m/\\S+/boot.ipxe\\S* 200"))
                .count();
    }

    /** Method, path and status of each. */
    private List<String> requests(String name) {
        List<String> requests = new ArrayList<>();
        try (Stream<Path> logs = Files.list(logs(name))) {
            for (Path log : (Iterable<Path>) logs::iterator) {
                Files.readAllLines(log).stream()
                        .map(line -> line.split(" "))
                        .map(words -> words[2] + " " + words[3] + " " + words[4])
                        .forEach(requests::add);
            }
            return requests;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void publish(String version) throws Exception {
        Launch.of(install, scratch).publish(artifacts, version, release);
    }

    private String digest() throws Exception {
        try (var content = Files.newInputStream(release.resolve("rootfs.squashfs"))) {
            return Http.digest(content);
        }
    }
}
