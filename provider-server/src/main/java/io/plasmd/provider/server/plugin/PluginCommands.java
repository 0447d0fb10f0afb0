package io.plasmd.provider.server.plugin;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * Commands that plugins bring: the manifest of a plugin's jar names the command, {@code Provider-Command}, and the class
 * whose main method runs it, {@code Main-Class}. It sees what the plugin sees, whether the plugin is on or off.
 */
public final class PluginCommands {
    private static final Attributes.Name COMMAND = new Attributes.Name("Provider-Command");

    private record Found(PluginLocation plugin, String mainClass) {}

    private final Map<String, Found> byName = new TreeMap<>();

    /**
     * Looks for them.
     *
     * @param directories those that the server loads plugins from; what cannot be read there brings no command
     */
    public PluginCommands(List<Path> directories) {
        for (Path directory : directories) {
            try {
                PluginLocation.in(directory).forEach(this::look);
            } catch (IOException e) {
                // A server says it when it starts.
            }
        }
    }

    private void look(PluginLocation plugin) {
        for (Path path : plugin.jars()) {
            try (var jar = new JarFile(path.toFile())) {
                if (jar.getManifest() != null) {
                    Attributes manifest = jar.getManifest().getMainAttributes();
                    String name = manifest.getValue(COMMAND);
                    String mainClass = manifest.getValue(Attributes.Name.MAIN_CLASS);
                    if (name != null && mainClass != null) {
                        byName.putIfAbsent(name, new Found(plugin, mainClass));
                    }
                }
            } catch (IOException e) {
                // As above.
            }
        }
    }

    /** By name, in the order of the alphabet. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /**
     * Runs one, which ends the process with the status that it likes, or returns where all is done.
     *
     * @return false where there is none of that name
     * @throws PluginRefusedException where the server would not load the plugin either
     */
    public boolean run(String name, String... arguments) throws Exception {
        Found found = byName.get(name);
        if (found == null) {
            return false;
        }
        Optional<String> wrong = PluginJarCheck.check(found.plugin());
        if (wrong.isPresent()) {
            throw new PluginRefusedException(
                    "plugin " + found.plugin().path() + " cannot run " + name + ": " + wrong.get());
        }
        var shared = new SharedClasses(PluginCommands.class.getClassLoader());
        try (var loader = found.plugin().classLoader(shared);
                var context = new ContextLoader(loader)) {
            loader.loadClass(found.mainClass())
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
        return true;
    }
}
