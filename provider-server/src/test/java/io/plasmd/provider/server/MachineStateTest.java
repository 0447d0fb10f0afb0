package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Status 2 is for what is written wrongly; what only the machine lacks may be there at the next start. */
final class MachineStateTest {
    @TempDir
    private Path scratch;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "throw new java.io.UncheckedIOException(new java.io.IOException(\"no database yet\"));  | FAILED",
                "throw new IllegalStateException(new java.net.ConnectException(\"refused\"));           | FAILED",
                "throw new IllegalArgumentException(\"colour = mauve\");                               | WRONG_USAGE",
                "context.config().getInt(\"absent\");                                                  | WRONG_USAGE",
            })
    void aPluginThatMissesSomethingOfTheMachineIsStatusOne(String start, ExitStatus status) throws IOException {
        PluginSource.named("sample").start(start).jar().writeTo(scratch.resolve("plugins/sample.jar"));
        Trial trial = Trial.of(scratch.resolve("plugins"));
        assertEquals(status, trial.status(), trial.message());
    }

    @Test
    void aPluginsDirectoryThatIsNotThereYetIsStatusOne() {
        Trial trial = Trial.of(scratch.resolve("absent"));
        assertEquals(ExitStatus.FAILED, trial.status(), trial.message());
    }

    @Test
    void aCertificateThatIsNotThereYetIsStatusOne() {
        Trial trial = Trial.of(new Layers()
                .option(
                        "provider.http.tls.certificate",
                        scratch.resolve("absent.pem").toString())
                .option("provider.http.tls.key", scratch.resolve("absent.key").toString()));
        assertEquals(ExitStatus.FAILED, trial.status(), trial.message());
    }

    @Test
    void oneWrittenMistakeAmongThemIsStatusTwo() {
        Trial trial = Trial.of(new Layers()
                .option("provider.plugins", scratch.resolve("absent").toString())
                .option("provider.http.prot", "1"));
        assertEquals(ExitStatus.WRONG_USAGE, trial.status(), trial.message());
    }

    @Test
    void anAddressIsRefusedByCause() {
        assertTrue(words("Address already in use").contains("Stop what uses that port"));
        assertTrue(words("Cannot assign requested address").contains("This machine does not have the address"));
        assertTrue(words("Permission denied").contains("CAP_NET_BIND_SERVICE"));
    }

    private static String words(String reason) {
        return BindFailure.describe(
                "provider.http", "192.0.2.1", 80, false, new IOException("x", new java.net.BindException(reason)));
    }
}
