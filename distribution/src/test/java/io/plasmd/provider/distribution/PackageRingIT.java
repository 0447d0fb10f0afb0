package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No packages of the product need each other in a ring: each can be read after those that it needs. */
final class PackageRingIT {
    private static final String ROOT = "io/plasmd/provider";

    /** The name of a class, as it stands for itself or in a descriptor (JVMS, sections 4.2.1 and 4.3). */
    private static final Pattern CLASS = Pattern.compile("(?:^|L)(" + ROOT + "(?:/[a-z]\\w*)*)/([A-Z][\\w$]*)");

    /** By package and then by a package that it needs: two classes that show it. */
    private final Map<String, Map<String, String>> needs = new TreeMap<>();

    @TempDir
    private Path unpacked;

    @Test
    void packagesNeedEachOtherInNoRing() throws Exception {
        Path jar = Tarball.unpack(unpacked).home().resolve("lib/provider.jar");
        try (FileSystem content = FileSystems.newFileSystem(jar)) {
            readAll(content.getPath(ROOT));
        }
        String all = String.join(" ", needs.keySet());
        assertTrue(needs.keySet().containsAll(List.of(ROOT + "/server/tls", ROOT + "/catalog", ROOT + "/cli")), all);
        assertEquals("", ring());
    }

    private void readAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                note(Files.readAllBytes(file));
            }
        }
    }

    private void note(byte[] classFile) {
        var model = ClassFile.of().parse(classFile);
        String name = model.thisClass().asInternalName();
        String own = name.substring(0, name.lastIndexOf('/'));
        Map<String, String> needed = needs.computeIfAbsent(own, k -> new TreeMap<>());
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof Utf8Entry text) {
                Matcher other = CLASS.matcher(text.stringValue());
                while (other.find()) {
                    if (!other.group(1).equals(own)) {
                        needed.putIfAbsent(
                                other.group(1), name.substring(own.length() + 1) + " needs " + other.group(2));
                    }
                }
            }
        }
    }

    /** The first one found, with the classes that make it; empty where there is none. */
    private String ring() {
        List<String> done = new ArrayList<>();
        for (String start : needs.keySet()) {
            List<String> ring = ringFrom(start, List.of(), done);
            if (!ring.isEmpty()) {
                return IntStream.range(1, ring.size())
                        .mapToObj(i -> dotted(ring.get(i - 1)) + " -> " + dotted(ring.get(i)) + " ("
                                + needs.getOrDefault(ring.get(i - 1), Map.of()).get(ring.get(i)) + ")")
                        .collect(Collectors.joining(", ", "packages need each other in a ring: ", ""));
            }
        }
        return "";
    }

    /** Empty, or a way that ends with the package that it begins with. */
    private List<String> ringFrom(String next, List<String> way, List<String> done) {
        if (way.contains(next)) {
            return Stream.concat(way.subList(way.indexOf(next), way.size()).stream(), Stream.of(next))
                    .toList();
        }
        if (!done.contains(next)) {
            List<String> longer = Stream.concat(way.stream(), Stream.of(next)).toList();
            for (String needed : needs.getOrDefault(next, Map.of()).keySet()) {
                List<String> ring = ringFrom(needed, longer, done);
                if (!ring.isEmpty()) {
                    return ring;
                }
            }
            done.add(next);
        }
        return List.of();
    }

    private static String dotted(String packageName) {
        return packageName.replace('/', '.');
    }
}
