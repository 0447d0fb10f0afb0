package io.plasmd.provider.health;

import io.plasmd.provider.api.Endpoint;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** Packs {@link ProbeEndpoint} into a jar, for a directory of plugins. */
final class ProbePlugin {
    private ProbePlugin() {}

    static void putInto(Path directory) throws Exception {
        Files.createDirectories(directory);
        String file = ProbeEndpoint.class.getName().replace('.', '/') + ".class";
        try (var jar = new JarOutputStream(Files.newOutputStream(directory.resolve("probe.jar")));
                InputStream code = ProbePlugin.class.getResourceAsStream("/" + file)) {
            jar.putNextEntry(new ZipEntry(file));
            code.transferTo(jar);
            jar.putNextEntry(new ZipEntry("META-INF/services/" + Endpoint.class.getName()));
            jar.write(ProbeEndpoint.class.getName().getBytes(StandardCharsets.UTF_8));
        }
    }
}
