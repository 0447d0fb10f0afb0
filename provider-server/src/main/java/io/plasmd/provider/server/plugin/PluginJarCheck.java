package io.plasmd.provider.server.plugin;

import io.plasmd.provider.api.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Looks into the jars of a plugin before any class of them is loaded. */
final class PluginJarCheck {
    static final String SERVICE = "META-INF/services/" + Endpoint.class.getName();

    private PluginJarCheck() {}

    /** What is wrong with them, if anything. */
    static Optional<String> check(PluginLocation plugin) {
        if (plugin.jars().isEmpty()) {
            return Optional.of("the directory has no jar in it. Put the plugin's jars there, or remove it.");
        }
        boolean hasService = false;
        for (Path jar : plugin.jars()) {
            try (var zip = new ZipFile(jar.toFile())) {
                hasService |= zip.getEntry(SERVICE) != null;
                Optional<String> shared = zip.stream()
                        .map(ZipEntry::getName)
                        .filter(name -> name.endsWith(".class"))
                        .map(name -> name.substring(0, name.length() - ".class".length())
                                .replace('/', '.'))
                        .filter(SharedClasses::contains)
                        .findFirst();
                if (shared.isPresent()) {
                    return Optional.of(jar.getFileName() + " has a class of the host inside, " + shared.get()
                            + ". Leave provider-api, jakarta.servlet, slf4j and Typesafe Config out of the jar"
                            + " (Maven: scope provided).");
                }
            } catch (IOException e) {
                return Optional.of(jar.getFileName() + " cannot be read as a jar: " + e.getMessage()
                        + ". Copy it again, or rename it so that it does not end in .jar.");
            }
        }
        if (!hasService) {
            return Optional.of("it has no " + SERVICE + ". Add that file with the name of the class that implements"
                    + " Endpoint; a library belongs into plugins/NAME/ beside its plugin.");
        }
        return Optional.empty();
    }
}
