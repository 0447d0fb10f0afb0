package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Machines that boot out of one release directory, from the firmware to the kernel that runs, each by its own client. */
@Timeout(400)
final class BootChainIT {
    private static final Pattern REQUEST = Pattern.compile("(?m)^\\S+ \\S+ (GET|HEAD) (\\S+) (\\d{3}) .*$");
    private static final String DIRECTORY = "/releases/stable/x86_64/1/";

    @TempDir
    private Path unpacked;

    @TempDir
    private Path scratch;

    private Install install;
    private Path artifacts;
    private Path release;
    private Path logs;
    private RunningProcess server;
    private BootFiles files;
    private String url;

    @BeforeEach
    void serve() throws Exception {
        Machine.requirePrograms();
        BootFiles.require();
        install = Tarball.unpack(unpacked);
        artifacts = Files.createDirectory(scratch.resolve("artifacts"));
        release = Files.createDirectory(scratch.resolve("release"));
        logs = Files.createDirectory(scratch.resolve("logs"));
        files = new BootFiles(scratch);
        server = Launch.of(install, scratch)
                .serve(artifacts, "--set", "provider.log.access.target=" + logs.resolve("access.log"));
        url = "http://" + host() + DIRECTORY;
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void ipxeBootsWhatIsBesideItsScriptAndTheMachineLoadsItsRootFileSystem() throws Exception {
        files.kernelAndInitramfs(release);
        Samples.write(release.resolve("rootfs.squashfs"), 3 << 20);
        Files.writeString(release.resolve("boot.ipxe"), """
                #!ipxe
                kernel vmlinuz initrd=initrd.img console=ttyS0 quiet rootfs=%srootfs.squashfs
                initrd --name initrd.img initrd.img
                boot
                """.formatted(url));
        publish("1");
        try (Machine machine = Machine.ipxe(scratch, url + "boot.ipxe")) {
            machine.await("rootfs: " + digest("rootfs.squashfs"));
            machine.awaitEnd();
        }
        assertEquals(
                List.of("GET boot.ipxe 200", "GET vmlinuz 200", "GET initrd.img 200", "GET rootfs.squashfs 200"),
                requests());
    }

    @Test
    void firmwareBootsAUnifiedKernelImage() throws Exception {
        BootFiles.requireUki();
        files.uki(release.resolve("uki.efi"), "console=ttyS0 quiet release=1");
        publish("1");
        try (Machine machine = Machine.httpBoot(scratch, url + "uki.efi")) {
            machine.await("booted: console=ttyS0 quiet release=1");
            machine.awaitEnd();
        }
        assertEquals(List.of("HEAD uki.efi 200", "GET uki.efi 200"), requests());
    }

    /** The chain is in its middle when the channel moves on: what it still lacks comes from where it began. */
    @Test
    void aSignedChainEndsInTheReleaseThatItBeganWithThoughAnotherOneIsPublished() throws Exception {
        BootFiles.requireGrub();
        BootFiles.requireSigned();
        files.kernelAndInitramfs(release);
        Files.copy(BootFiles.SHIM, release.resolve("shimx64.efi"));
        Path grub = release.resolve("grubx64.efi");
        files.grub(
                grub,
                """
                serial
                terminal_input serial
                terminal_output serial
                net_bootp
                set directory=(http,%s)%s
                export directory
                configfile ${directory}grub.cfg
                """.formatted(host(), DIRECTORY),
                "net",
                "efinet",
                "http",
                "linux",
                "echo",
                "serial",
                "terminal",
                "normal",
                "configfile",
                "read",
                "boot");
        byte[] certificate = files.sign(grub);
        Path configuration = release.resolve("grub.cfg");
        Files.writeString(configuration, """
                echo "lockdown=$lockdown, press Enter"
                read line
                linux ${directory}vmlinuz console=ttyS0 quiet release=1
                initrd ${directory}initrd.img
                boot
                """);
        publish("1");
        try (Machine machine = Machine.secureHttpBoot(scratch, url + "shimx64.efi", certificate)) {
            // It is only set where GRUB has found Secure Boot in force.
            machine.await("lockdown=y, press Enter");
            Files.writeString(configuration, "echo \"of release 2\"\n");
            Files.writeString(release.resolve("vmlinuz"), "of release 2");
            publish("2");
            try (Response current = Http.get(server, "/stable/x86_64/vmlinuz")) {
                assertEquals("of release 2", current.body().string());
            }
            machine.typeUntil("", "quiet release=1");
            machine.awaitEnd();
        }
        assertEquals(
                List.of(
                        "HEAD shimx64.efi 200",
                        "GET shimx64.efi 200",
                        "GET revocations_sku.efi 404",
                        "GET revocations_sbat.efi 404",
                        "GET shim_certificate_0.efi 404",
                        // The shim asks with one slash too many.
                        "GET /grubx64.efi 200",
                        "GET grub.cfg 200",
                        "GET vmlinuz 200",
                        "GET initrd.img 200"),
                requests());
    }

    /** Nothing but the network is in it: everything else GRUB finds in the tree that the release has. */
    @Test
    void grubLoadsItsModulesAndItsConfigurationOutOfATree() throws Exception {
        BootFiles.requireGrub();
        files.kernelAndInitramfs(release);
        Path tree = Files.createDirectories(release.resolve("grub/x86_64-efi"));
        Program.run(scratch, "cp", "-r", BootFiles.GRUB_MODULES + "/.", tree.toString())
                .expectSuccess();
        Files.writeString(release.resolve("grub/grub.cfg"), """
                serial
                terminal_output serial
                linux (http,%1$s)%2$svmlinuz console=ttyS0 quiet release=1
                initrd (http,%1$s)%2$sinitrd.img
                boot
                """.formatted(host(), DIRECTORY));
        files.grub(release.resolve("grubx64.efi"), """
                net_bootp
                set prefix=(http,%s)%sgrub
                insmod normal
                normal
                """.formatted(host(), DIRECTORY), "net", "efinet", "http");
        publish("1");
        try (Machine machine = Machine.httpBoot(scratch, url + "grubx64.efi")) {
            machine.await("quiet release=1");
            machine.awaitEnd();
        }
        List<String> requests = requests();
        assertTrue(requests.contains("GET grub/x86_64-efi/normal.mod 200"), requests::toString);
        assertTrue(requests.contains("GET grub/grub.cfg 200"), requests::toString);
        assertTrue(requests.contains("GET initrd.img 200"), requests::toString);
    }

    private String host() throws Exception {
        return Machine.HOST + ":" + server.url().getPort();
    }

    private void publish(String version) throws Exception {
        Launch.of(install, scratch).publish(artifacts, version, release, "--without-kernel");
    }

    private String digest(String name) throws Exception {
        try (var content = Files.newInputStream(release.resolve(name))) {
            return Http.digest(content);
        }
    }

    /** What was asked for, without the directory of the release, in which all of it has to be. */
    private List<String> requests() throws Exception {
        server.terminate();
        assertEquals(0, server.status());
        try (Stream<Path> all = Files.list(logs)) {
            String log = Files.readString(all.findFirst().orElseThrow());
            List<String> found = REQUEST.matcher(log)
                    .results()
                    .filter(request -> !request.group(2).startsWith("/stable/"))
                    .map(BootChainIT::inDirectory)
                    .toList();
            assertTrue(found.size() > 0, log);
            return found;
        }
    }

    private static String inDirectory(MatchResult request) {
        assertTrue(request.group(2).startsWith(DIRECTORY), request::group);
        return request.group(1) + " " + request.group(2).substring(DIRECTORY.length()) + " " + request.group(3);
    }
}
