package io.plasmd.provider.netboot.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Results go to stdout, what is wrong to stderr, and the exit status is that of the other commands. */
final class NetbootCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return NetbootCommand.run(
                List.of(arguments), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    @Test
    void whatIsAskedForIsPrinted() {
        assertEquals(0, run("dhcp", "--dnsmasq", "--url=http://10.0.0.1:8080"));
        assertTrue(
                out.toString(UTF_8).contains("\ndhcp-boot=tag:ipxe,http://10.0.0.1:8080/boot.ipxe\n"),
                out.toString(UTF_8));
        assertEquals("", err.toString(UTF_8));
    }

    @Test
    void helpIsAResult() {
        assertEquals(0, run("--help"));
        assertEquals(0, run("dhcp", "--help"));
        assertTrue(out.toString(UTF_8).contains("Usage: provider netboot dhcp"));
        assertEquals("", err.toString(UTF_8));
    }

    @Test
    void wrongUsageIsSaidWithTheRemedy() {
        assertEquals(2, run());
        assertEquals(2, run("dchp"));
        assertEquals(2, run("dhcp", "--dnsmasq"));
        assertEquals(
                List.of(
                        "provider: which command? dhcp or explain",
                        "Try: provider netboot --help",
                        "provider: unknown command dchp",
                        "Try: provider netboot --help",
                        "provider: --url is missing: this provider, as the machines see it, as http://10.0.0.1:8080",
                        "Try: provider netboot dhcp --help"),
                err.toString(UTF_8).lines().toList());
        assertEquals("", out.toString(UTF_8));
    }

    @Test
    void aMachineIsExplainedByTheServerThatRuns() {
        assertEquals(2, run("explain", "--mac=52:54:00:12:34:56"));
        assertEquals(2, run("explain", "--url=http://127.0.0.1:8080"));
        assertEquals(2, run("explain", "--url=127.0.0.1:8080", "--mac=52:54:00:12:34:56"));
        // Nobody listens on a port of this number.
        assertEquals(1, run("explain", "--url=http://127.0.0.1:1", "--mac=52:54:00:12:34:56"));
        assertEquals(
                List.of(
                        "provider: --url is missing: the address of the server, as http://127.0.0.1:8080",
                        "Try: provider netboot explain --help",
                        "provider: which machine? --mac or --uuid",
                        "Try: provider netboot explain --help",
                        "provider: --url: \"127.0.0.1:8080\" is no address: expected one as http://127.0.0.1:8080",
                        "Try: provider netboot explain --help",
                        "provider: cannot ask the server: nobody listens there"),
                err.toString(UTF_8).lines().toList());
    }

    @Test
    void aResultThatCouldNotBeWrittenIsNone() {
        var full = new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        });
        assertEquals(1, NetbootCommand.run(List.of("--help"), full, new PrintStream(err, true, UTF_8)));
        assertTrue(err.toString(UTF_8).contains("Is the disk full?"));
    }
}
