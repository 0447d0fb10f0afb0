package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine whose firmware starts nothing that is not signed: UEFI HTTP Boot, Debian's shim, and Debian's GRUB, which the
 * shim asks for with one slash too many.
 */
final class SecureBootIT {
    @TempDir
    private Path scratch;

    @BeforeEach
    void require() {
        Machine.requirePrograms();
        BootFiles.requireSigned();
    }

    @Test
    void firmwareStartsDebiansShimAndThatDebiansGrub() throws Exception {
        Path artifacts = scratch.resolve("artifacts");
        Path release = Files.createDirectories(artifacts.resolve("stable/x86_64"));
        Files.copy(BootFiles.SHIM, release.resolve("shimx64.efi"));
        Files.copy(BootFiles.SIGNED_GRUB, release.resolve("grubx64.efi"));
        Path unpacked = Files.createDirectory(scratch.resolve("unpacked"));
        Path logs = Files.createDirectory(scratch.resolve("logs"));
        try (RunningProcess server = Launch.of(Tarball.unpack(unpacked), scratch)
                .serve(artifacts, "--set", "provider.log.access.target=" + logs.resolve("access.log"))) {
            String url = "http://" + Machine.HOST + ":" + server.url().getPort() + "/stable/x86_64/shimx64.efi";
            try (Machine machine = Machine.secureHttpBoot(scratch, url)) {
                machine.await("grub> ");
                // It is only set where GRUB has found Secure Boot in force.
                machine.typeUntil("echo lockdown=$lockdown shim_lock=$shim_lock", "lockdown=y shim_lock=y");
            }
        }
        String log = read(logs);
        assertTrue(log.matches("(?s).* HEAD /stable/x86_64/shimx64\\.efi 200 - .*"), log);
        assertTrue(log.matches("(?s).* GET /stable/x86_64//grubx64\\.efi 200 - (\\d+)/\\1 .*"), log);
    }

    private static String read(Path logs) throws IOException {
        try (Stream<Path> files = Files.list(logs)) {
            List<Path> all = files.toList();
            assertEquals(1, all.size(), all::toString);
            return Files.readString(all.getFirst());
        }
    }
}
