package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/write-a-plugin.md says of the install. */
final class PluginPageIT {
    private static final Pattern BLOCK = Pattern.compile("(?s)```(java|hocon|xml)\\n(.*?)```");
    private static final Pattern MODULES =
            Pattern.compile("(?s)the modules of the\\s+packed\\s+runtime: (.*?)\\. A\\s");

    @TempDir
    private static Path directory;

    @TempDir
    private Path scratch;

    private static Install install;
    private static String page;

    @BeforeAll
    static void unpack() throws Exception {
        install = Tarball.unpack(directory);
        page = Files.readString(Path.of("../docs/write-a-plugin.md"));
    }

    private static String block(String language) {
        return BLOCK.matcher(page)
                .results()
                .filter((MatchResult block) -> block.group(1).equals(language))
                .findFirst()
                .orElseThrow()
                .group(2);
    }

    @Test
    void itsModulesAreThoseOfTheRuntime() throws Exception {
        Matcher listed = MODULES.matcher(page);
        assertTrue(listed.find(), "the page has no list of modules");
        List<String> inRuntime = Program.run(
                        scratch, install.home().resolve("runtime/bin/java").toString(), "--list-modules")
                .expectSuccess()
                .output()
                .lines()
                .map(line -> line.replaceFirst("@.*", ""))
                .toList();
        assertEquals(
                inRuntime,
                Pattern.compile("`([^`]+)`")
                        .matcher(listed.group(1))
                        .results()
                        .map((MatchResult module) -> module.group(1))
                        .toList());
    }

    /** With the Maven at hand, and only with what the build of this very module has needed. */
    @Test
    void itsProjectIsBuiltByMavenAndRuns() throws Exception {
        Program.require("mvn", "maven");
        Path java = Files.createDirectories(scratch.resolve("src/main/java/com/example/hello"));
        Path services = Files.createDirectories(scratch.resolve("src/main/resources/META-INF/services"));
        Files.writeString(scratch.resolve("pom.xml"), block("xml"));
        Files.writeString(java.resolve("HelloEndpoint.java"), block("java"));
        Files.writeString(scratch.resolve("src/main/resources/reference.conf"), block("hocon"));
        Files.writeString(services.resolve("io.plasmd.provider.api.Endpoint"), "com.example.hello.HelloEndpoint\n");
        Program.run(
                        scratch,
                        "env",
                        "JAVA_HOME=" + System.getProperty("java.home"),
                        "mvn",
                        "-o",
                        "-q",
                        "-B",
                        "-Dprovider.home=" + install.home(),
                        "package")
                .expectSuccess();
        Path plugins = Files.createDirectories(scratch.resolve("plugins"));
        Files.copy(scratch.resolve("target/hello.jar"), plugins.resolve("hello.jar"));
        Path artifacts = Files.createDirectories(scratch.resolve("artifacts"));
        try (RunningProcess server = Launch.of(install, scratch).serve(artifacts, "--plugins", plugins.toString())) {
            String status = Program.run(scratch, "curl", "-s", server.url() + "status")
                    .expectSuccess()
                    .output();
            assertTrue(status.replace(" ", "").contains("\"version\":\"1.0.0\""), status);
        }
    }
}
