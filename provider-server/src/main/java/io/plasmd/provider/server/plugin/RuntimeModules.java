package io.plasmd.provider.server.plugin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The modules of Java, of which the runtime that is packed has some. */
final class RuntimeModules {
    /** One line for each package of a whole JDK that others may use: the module, and the package. */
    static final String PACKAGES = "jdk-packages.txt";

    private RuntimeModules() {}

    /**
     * The module that this runtime lacks, where a class is of one.
     *
     * @param className with dots or slashes
     */
    static Optional<String> lacking(String className) {
        String name = className.replace('/', '.');
        int dot = name.lastIndexOf('.');
        return dot < 0
                ? Optional.empty()
                : moduleOf(name.substring(0, dot))
                        .filter(module -> ModuleLayer.boot().findModule(module).isEmpty());
    }

    private static Optional<String> moduleOf(String packageName) {
        try (InputStream in = RuntimeModules.class.getResourceAsStream(PACKAGES)) {
            return in == null
                    ? Optional.empty()
                    : new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                            .lines()
                            .filter(line -> line.endsWith(" " + packageName))
                            .map(line -> line.substring(0, line.indexOf(' ')))
                            .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
