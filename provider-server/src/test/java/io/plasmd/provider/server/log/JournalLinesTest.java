package io.plasmd.provider.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.files.FileState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines get the priority that the journal of systemd shows and filters by. */
final class JournalLinesTest {
    private final JournalLines lines = new JournalLines();

    private String of(String line) {
        return new String(lines.of(line.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "3, ERROR Digests - no",
        "4, WARN Digests - hm",
        "6, INFO ProviderServer - stopping",
        "7, DEBUG Digests - a",
        "3, provider: there is no such directory",
        "6, Ready: http://127.0.0.1/",
        "6, WARNING is no level"
    })
    void theWordAtTheBeginDecides(int priority, String line) {
        assertEquals("<" + priority + ">" + line + "\n", of(line + "\n"));
    }

    @Test
    void aStackTraceGoesWithItsLine() {
        assertEquals("<4>WARN A - b\n", of("WARN A - b\n"));
        assertEquals("<4>\tat somewhere\n", of("\tat somewhere\n"));
        assertEquals("<4>Caused by: x\n", of("Caused by: x\n"));
        assertEquals("<6>INFO A - b\n", of("INFO A - b\n"));
    }

    @Test
    void theRestOfALongLineHasNoPriorityOfItsOwn() {
        assertEquals("<4>WARN long", of("WARN long"));
        assertEquals(" rest\n", of(" rest\n"));
        assertEquals("<6>next\n", of("next\n"));
    }

    @Test
    void onlyWhereStderrIsTheStreamThatTheJournalMade() throws Exception {
        FileState stderr = FileState.at(Path.of("/proc/self/fd/2"));
        assertTrue(JournalLines.isStderr(Map.of("JOURNAL_STREAM", stderr.device() + ":" + stderr.inode())));
        assertFalse(JournalLines.isStderr(Map.of("JOURNAL_STREAM", stderr.device() + ":1")));
        assertFalse(JournalLines.isStderr(Map.of()));
    }
}
