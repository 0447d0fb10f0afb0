package io.plasmd.provider.server.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that the manifests of plugins name. */
final class PluginCommandsTest {
    /** Is packed into a plugin, whose class loader has a class of its own made of it. */
    public static final class Greeting {
        private Greeting() {}

        public static void main(String[] args) {
            ClassLoader own = Greeting.class.getClassLoader();
            boolean isContext = own.equals(Thread.currentThread().getContextClassLoader());
            System.setProperty(
                    "greeting",
                    String.join(" ", args) + " " + isContext + " " + sees("org.eclipse.jetty.server.Server") + " "
                            + sees("org.slf4j.Logger"));
        }

        private static boolean sees(String name) {
            try {
                Class.forName(name);
                return true;
            } catch (ClassNotFoundException e) {
                return false;
            }
        }
    }

    @TempDir
    private Path plugins;

    private void pack(String file, boolean hasService) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Greeting.class.getName());
        manifest.getMainAttributes().putValue("Provider-Command", "greet");
        String entry = Greeting.class.getName().replace('.', '/') + ".class";
        try (var jar = new JarOutputStream(Files.newOutputStream(plugins.resolve(file)), manifest);
                var in = PluginCommandsTest.class.getClassLoader().getResourceAsStream(entry)) {
            jar.putNextEntry(new ZipEntry(entry));
            jar.write(in.readAllBytes());
            if (hasService) {
                jar.putNextEntry(new ZipEntry(PluginJarCheck.SERVICE));
            }
        }
    }

    @Test
    void theCommandOfAPluginRunsWithWhatPluginsSeeAndNoMore() throws Exception {
        pack("hello.jar", true);
        var commands = new PluginCommands(List.of(plugins));
        assertEquals(List.of("greet"), commands.names());
        assertTrue(commands.run("greet", "a", "b"));
        assertEquals("a b true false true", System.clearProperty("greeting"));
    }

    @Test
    void whatNoPluginBringsIsLeftToOthers() throws Exception {
        Files.writeString(plugins.resolve("broken.jar"), "no jar");
        var commands = new PluginCommands(List.of(plugins, plugins.resolve("missing")));
        assertEquals(List.of(), commands.names());
        assertFalse(commands.run("greet"));
    }

    @Test
    void aPluginThatTheServerWouldRefuseRunsNoCommand() throws Exception {
        pack("hello.jar", false);
        var commands = new PluginCommands(List.of(plugins));
        var refused = assertThrows(PluginRefusedException.class, () -> commands.run("greet"));
        assertTrue(String.valueOf(refused.getMessage())
                .contains("hello.jar cannot run greet: it has no META-INF/services"));
    }
}
