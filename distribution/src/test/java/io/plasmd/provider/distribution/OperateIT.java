package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/operate.md offers for monitoring fits the server. */
final class OperateIT {
    private static final Path DOCS = Path.of("../docs").toAbsolutePath().normalize();
    private static final Pattern NAME = Pattern.compile("\\b(provider|process|jvm)_[a-z0-9_]+");

    /** Names that a histogram's series have beside its own. */
    private static final Pattern SERIES = Pattern.compile("_(bucket|sum|count)$");

    @TempDir
    private Path directory;

    @TempDir
    private Path scratch;

    private Install install;

    @BeforeEach
    void unpack() throws Exception {
        install = Tarball.unpack(directory);
    }

    @Test
    void everyMetricOfTheRulesTheDashboardAndThePageIsOneOfTheServer() throws Exception {
        Set<String> named = new TreeSet<>();
        for (String file : new String[] {"prometheus-rules.yml", "grafana-dashboard.json", "operate.md"}) {
            named.addAll(names(Files.readString(DOCS.resolve(file))));
        }
        assertTrue(named.size() > 15, named::toString);
        Path artifacts = Samples.in(directory);
        try (RunningProcess server = Launch.of(install, scratch)
                .serve(
                        artifacts,
                        Stream.concat(
                                        Stream.of(
                                                "--set", "provider.log.access.target=" + scratch.resolve("access.log")),
                                        Stream.of(Certificates.in(scratch).options()))
                                .toArray(String[]::new))) {
            Http.get(server, "kernel").close();
            Await.until("the manifest is there", () -> {
                try (Response manifest = Http.get(server, "manifest.json")) {
                    return manifest.code() == 200;
                }
            });
            // A request is counted when it is over, which may be after its last byte has come.
            Await.until("the request is counted", () -> metrics(server).contains("artifact=\"kernel\""));
            Set<String> missing = new TreeSet<>(named);
            missing.removeAll(names(metrics(server)));
            assertEquals(Set.of(), missing);
        }
    }

    private static String metrics(RunningProcess server) throws IOException {
        try (Response response = Http.get(server, "metrics")) {
            return response.body().string();
        }
    }

    private static Set<String> names(String text) {
        return NAME.matcher(text)
                .results()
                .map(match -> SERIES.matcher(match.group()).replaceFirst(""))
                .collect(Collectors.toSet());
    }

    @Test
    void promtoolAcceptsTheRules() throws Exception {
        Program.require("promtool", "prometheus");
        Program.Ended promtool = Program.run(
                scratch,
                "promtool",
                "check",
                "rules",
                DOCS.resolve("prometheus-rules.yml").toString());
        assertEquals(0, promtool.status(), promtool.output());
        long rules = Files.readString(DOCS.resolve("prometheus-rules.yml"))
                .lines()
                .filter(line -> line.contains("- alert: "))
                .count();
        assertTrue(promtool.output().contains("SUCCESS: " + rules + " rules found"), promtool.output());
    }
}
