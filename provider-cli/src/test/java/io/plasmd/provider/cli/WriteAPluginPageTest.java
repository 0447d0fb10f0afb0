package io.plasmd.provider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.plasmd.provider.server.DocsPage;
import io.plasmd.provider.server.PluginJar;
import io.plasmd.provider.server.RunningProvider;
import io.plasmd.provider.server.Texts;
import io.plasmd.provider.server.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/write-a-plugin.md, followed word for word. */
final class WriteAPluginPageTest {
    private static final String INSTALL = "/opt/provider";

    private final DocsPage page = DocsPage.read("write-a-plugin.md");

    @TempDir
    private Path scratch;

    @Test
    void pluginOfThePageIsBuiltInstalledAndAnswers() throws Exception {
        Path install = makeInstall();
        Texts.write(scratch.resolve("HelloEndpoint.java"), page.block("java"));
        Texts.write(
                scratch.resolve("reference.conf"),
                page.section("A plugin in three files").block("hocon"));

        run(page.section("A plugin in three files").block("sh"), install);
        String checked = run(page.section("Install it").block("sh"), install);

        assertEquals("No problem found. Configuration file: none. Endpoints: hello\n", checked);
        assertEquals("Hello from a plugin\n", answer(install, Map.of()));
        assertEquals("Hi\n", answer(install, Map.of("provider.endpoints.hello.greeting", "Hi")));
    }

    @Test
    void dependencyOfThePageIsOfNoVersionWrittenByHand() {
        String xml = page.block("xml");
        assertFalse(xml.contains(Version.current()), xml);
    }

    @Test
    void readmeHasTheSameCode() {
        DocsPage section = DocsPage.readme().section("Write a plugin");
        assertEquals(page.block("java"), section.block("java"));
    }

    private static String answer(Path install, Map<String, String> settings) throws Exception {
        var all = new HashMap<>(settings);
        all.put("provider.plugins", install.resolve("plugins").toString());
        try (var provider = RunningProvider.start(all);
                Response response = provider.get("/hello")) {
            assertEquals(200, response.code());
            return response.body().string();
        }
    }

    /** An install as far as the page needs it: the command, the libraries, the plugins. */
    private Path makeInstall() throws IOException {
        Path install = scratch.resolve("install");
        Path lib = Files.createDirectories(install.resolve("lib"));
        Files.createDirectories(install.resolve("plugins"));
        String classPath = System.getProperty("java.class.path");
        int number = 0;
        for (String element : classPath.split(":", -1)) {
            Path path = Path.of(element);
            Path target = lib.resolve(number++ + ".jar");
            if (Files.isRegularFile(path)) {
                // Not a link: JUnit warns of those that lead out of a temporary directory.
                Files.copy(path, target);
            } else if (Files.isDirectory(path)) {
                PluginJar.ofDirectory(path).writeTo(target);
            }
        }
        Path command = Files.createDirectories(install.resolve("bin")).resolve("provider");
        Texts.write(command, """
                #!/bin/sh
                exec "%s/bin/java" -cp "%s" -Dprovider.home="%s" %s "$@"
                """.formatted(System.getProperty("java.home"), classPath, install, Main.class.getName()));
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
        return install;
    }

    private String run(String commands, Path install) throws Exception {
        var builder = new ProcessBuilder("/bin/sh", "-e", "-c", commands.replace(INSTALL, install.toString()))
                .directory(scratch.toFile())
                .redirectErrorStream(true);
        builder.environment().merge("PATH", System.getProperty("java.home") + "/bin", (path, jdk) -> jdk + ":" + path);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
