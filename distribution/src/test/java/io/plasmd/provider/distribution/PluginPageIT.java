package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/write-a-plugin.md says of the install. */
final class PluginPageIT {
    private static final Pattern BLOCK = Pattern.compile("(?s)```(java|hocon|xml)\\n(.*?)```");
    private static final Pattern MODULES =
            Pattern.compile("(?s)the modules of the\\s+packed\\s+runtime: (.*?)\\. A\\s");

    private static final Pattern OLDEST = Pattern.compile("Maven \\(([0-9.]+) or newer\\)");

    @TempDir
    private static Path directory;

    private static Install install;
    private static String page;

    @TempDir
    private Path scratch;

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

    /** That README allows, on the JDK of the tests, and only with what the build of this very module has needed. */
    @Test
    void itsProjectIsBuiltByTheOldestMavenAndRuns() throws Exception {
        Files.writeString(scratch.resolve("pom.xml"), block("xml"));
        Path java = Files.createDirectories(scratch.resolve("src/main/java/com/example/hello"));
        Files.writeString(java.resolve("HelloEndpoint.java"), block("java"));
        Path resources = Files.createDirectories(scratch.resolve("src/main/resources"));
        Files.writeString(resources.resolve("reference.conf"), block("hocon"));
        Path services = Files.createDirectories(resources.resolve("META-INF/services"));
        Files.writeString(services.resolve("io.plasmd.provider.api.Endpoint"), "com.example.hello.HelloEndpoint\n");
        Program.run(
                        scratch,
                        "env",
                        "-u",
                        "MAVEN_OPTS",
                        "JAVA_HOME=" + System.getProperty("java.home"),
                        oldestMaven().toString(),
                        "-o",
                        "-q",
                        "-B",
                        "-Dmaven.repo.local=" + System.getProperty("distribution.repository"),
                        "-Dprovider.home=" + install.home(),
                        "package")
                .expectSuccess();
        Path plugins = Files.createDirectories(scratch.resolve("plugins"));
        Files.copy(scratch.resolve("target/hello.jar"), plugins.resolve("hello.jar"));
        try (RunningProcess server =
                        Launch.of(install, scratch).serve(Samples.in(scratch), "--plugins", plugins.toString());
                Response hello = Http.get(server, "/hello");
                Response status = Http.get(server, "/status")) {
            assertEquals("Hello from a plugin\n", hello.body().string());
            String version = status.body().string();
            assertTrue(version.replace(" ", "").contains("\"version\":\"1.0.0\""), version);
        }
    }

    private static Path oldestMaven() throws Exception {
        String readme = Files.readString(Path.of("../README.md"));
        String contributing = Files.readString(Path.of("../CONTRIBUTING.md"));
        Matcher allowed = OLDEST.matcher(readme);
        assertTrue(allowed.find(), "README does not say which Maven it needs");
        String oldest = allowed.group(1);
        for (String text : List.of(contributing, page)) {
            assertTrue(
                    text.contains("Maven " + oldest + " or newer") || text.contains("Maven (" + oldest + " or newer"));
        }
        Path maven = Path.of("target/maven/apache-maven-" + oldest + "/bin/mvn").toAbsolutePath();
        assertTrue(
                Files.isExecutable(maven), () -> "maven.oldest in pom.xml is not " + oldest + " of README: " + maven);
        return maven;
    }
}
