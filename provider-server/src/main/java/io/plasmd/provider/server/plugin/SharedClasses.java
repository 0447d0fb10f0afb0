package io.plasmd.provider.server.plugin;

import java.util.List;

/** What a plugin sees of the host: the JDK and the few libraries that both must share, nothing else. */
final class SharedClasses extends ClassLoader {
    private static final List<String> PACKAGES =
            List.of("io.plasmd.provider.api.", "jakarta.servlet.", "org.slf4j.", "com.typesafe.config.");

    private final ClassLoader host;

    SharedClasses(ClassLoader host) {
        // The platform class loader answers for the JDK, and for resources: a plugin finds only its own.
        super(ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    static boolean contains(String className) {
        return PACKAGES.stream().anyMatch(className::startsWith);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (contains(name)) {
            return host.loadClass(name);
        }
        throw new ClassNotFoundException(name);
    }
}
