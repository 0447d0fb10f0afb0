package io.plasmd.provider.server;

import io.plasmd.provider.api.Endpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** A jar made by a test: compiled sources, a service entry and other files. */
public final class PluginJar {
    static final String SERVICE = "META-INF/services/" + Endpoint.class.getName();

    private final List<JavaFileObject> sources = new ArrayList<>();
    private final List<Path> classPath = new ArrayList<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    /** The files of a directory. */
    public static PluginJar ofDirectory(Path directory) throws IOException {
        var jar = new PluginJar();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.file(directory.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return jar;
    }

    public PluginJar source(String className, String text) {
        var uri = URI.create("string:///" + className.replace('.', '/') + ".java");
        sources.add(new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        });
        return this;
    }

    public PluginJar service(String... classNames) {
        return file(SERVICE, String.join("\n", classNames));
    }

    public PluginJar file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public PluginJar file(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    /** Jars to compile against, before those of this test run. */
    public PluginJar compiledAgainst(Path... jars) {
        classPath.addAll(List.of(jars));
        return this;
    }

    /** The compiled classes by the name of their entry, to be bent by a test. */
    Map<String, byte[]> classes() throws IOException {
        Map<String, byte[]> compiled = new LinkedHashMap<>();
        if (sources.isEmpty()) {
            return compiled;
        }
        Path output = Files.createTempDirectory("plugin-classes");
        compileTo(output);
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                compiled.put(output.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        RunningProvider.delete(output);
        return compiled;
    }

    private void compileTo(Path output) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
            List<Path> path = new ArrayList<>(classPath);
            Stream.of(System.getProperty("java.class.path").split(":", -1))
                    .map(Path::of)
                    .forEach(path::add);
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, path);
            List<String> options = List.of("-proc:none", "-nowarn");
            if (!compiler.getTask(messages, files, null, options, null, sources).call()) {
                throw new IllegalArgumentException("the test's plugin does not compile:\n" + messages);
            }
        }
    }

    /** Compiles and writes. */
    public Path writeTo(Path jar) {
        try {
            Files.createDirectories(jar.toAbsolutePath().getParent());
            Map<String, byte[]> all = new LinkedHashMap<>(entries);
            classes().forEach(all::putIfAbsent);
            try (OutputStream file = Files.newOutputStream(jar);
                    var out = new JarOutputStream(file)) {
                for (Map.Entry<String, byte[]> entry : all.entrySet()) {
                    out.putNextEntry(new ZipEntry(entry.getKey()));
                    out.write(entry.getValue());
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
