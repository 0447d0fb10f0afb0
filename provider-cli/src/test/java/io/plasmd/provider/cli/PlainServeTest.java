package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.configuration.ConfigurationSources;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** That {@code serve} understands the same with picocli and without it. */
final class PlainServeTest {
    private static String[] words(String line) {
        return line.split(" ", -1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "serve --port 0",
                "serve --port=8080 --bind 127.0.0.1",
                "serve --config /etc/provider.conf --artifacts /srv/boot --data=/var/lib/provider --plugins plugins",
                "serve --channel stable --arch x86_64",
                "serve --set provider.http.port=1 --set provider.name=a=b --set=provider.log.level=debug",
                "serve --set provider.name= --port x"
            })
    void plainLineMeansWhatItMeansToPicocli(String line) {
        PlainServe plain = PlainServe.read(words(line)).orElseThrow();
        var options = new ServerOptions();
        String[] withoutCommand = words(line);
        new CommandLine(options).parseArgs(Arrays.copyOfRange(withoutCommand, 1, withoutCommand.length));
        ConfigurationSources known = options.sources(List.of());
        ConfigurationSources read = plain.arguments().sources(List.of());
        assertEquals(known.file(), read.file());
        // picocli gives an option that may be repeated all its values each time.
        assertEquals(
                known.options().list().stream().distinct().toList(),
                read.options().list());
    }

    @Test
    void demoIsPlain() {
        assertTrue(
                PlainServe.read("serve", "--demo", "--port", "0").orElseThrow().demo());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "check",
                "--version",
                "--help serve",
                "serve --help",
                "serve -h",
                "serve --prot 1",
                "serve --port",
                "serve --port=",
                "serve --port ",
                "serve --port --demo",
                "serve --port 1 --port 2",
                "serve --demo --demo",
                "serve --demo=true",
                "serve --set provider.name",
                "serve --set =x",
                "serve --config @file",
                "serve @file",
                "serve -- --demo",
                "serve extra",
                "serve extra more"
            })
    void allElseIsLeftToPicocli(String line) {
        assertTrue(PlainServe.read(words(line)).isEmpty());
    }
}
