package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that one file sets twice is said, with both lines: HOCON would take the last without a word. */
final class DuplicateKeysTest {
    @TempDir
    private Path scratch;

    private List<String> problems(String text) {
        return new Layers().file(scratch.resolve("provider.conf"), text).problems();
    }

    private String told(int line, String key, int before) {
        return scratch.resolve("provider.conf") + ":" + line + ": " + key + " is set in line " + before
                + " already. Take one of the two away.";
    }

    @Test
    void inWhateverFormItIsWritten() {
        assertEquals(List.of(told(7, "provider.http.port", 3), told(9, "provider.http.bind", 4)), problems("""
                # provider.http.port = 1
                provider {
                  http { port = 8081
                    bind = "127.0.0.1" # bind = x
                  }
                  // http.port = 2
                  "http".port : 8082
                }
                provider.http { bind : "127.0.0.1" }
                provider.name = "a#b"
                """));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The way of HOCON to let a variable overrule a setting.
                "provider.http.port = 8081\nprovider.http.port = ${?SOME_PORT}",
                "provider.http.trusted-proxies = [10.0.0.1]\nprovider.http.trusted-proxies += 10.0.0.2",
                "provider.http { port = 8081 }\nprovider.http { bind = 127.0.0.1 }",
                "provider.name = \"\"\"a\nprovider.name = b\"\"\"",
                "provider.name = \"}\", provider.channel = beta",
                "provider.http.trusted-proxies = [\n  10.0.0.1 # port = 1\n  10.0.0.2\n]\nprovider.channel = beta",
                "{ provider : { \"http\" : { \"port\" : 8081, \"bind\" : \"127.0.0.1\" }, \"channel\" : \"beta\" } }",
            })
    void whatIsNoDuplicateIsNone(String text) {
        assertEquals(List.of(), problems(text));
    }
}
