package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the install says of what is in it: THIRD-PARTY.txt and the bill of materials. */
final class ContentsIT {
    private static final Pattern DESCRIPTOR = Pattern.compile("META-INF/maven/([^/]+)/([^/]+)/pom\\.xml");

    @TempDir
    private static Path unpacked;

    private static Install install;
    private static JsonNode bill;

    @BeforeAll
    static void unpack() throws Exception {
        install = Tarball.unpack(unpacked);
        bill = JsonMapper.shared().readTree(Files.readString(install.home().resolve("provider.cdx.json")));
    }

    @Test
    void theBillOfMaterialsIsBesideTheTarballToo() throws Exception {
        String name = Tarball.file().getFileName().toString().replace(".tar.gz", ".cdx.json");
        assertArrayEquals(
                Files.readAllBytes(Tarball.file().resolveSibling(name)),
                Files.readAllBytes(install.home().resolve("provider.cdx.json")));
    }

    @Test
    void theBillOfMaterialsIsOfThisVersion() {
        assertEquals("CycloneDX", bill.path("bomFormat").asString());
        JsonNode product = bill.at("/metadata/component");
        assertEquals("provider", product.path("name").asString());
        assertEquals(Tarball.version(), product.path("version").asString());
    }

    @Test
    void theBillOfMaterialsHasAllThatIsInTheJarAndTheRuntime() throws Exception {
        var inTheBill = new TreeSet<String>();
        bill.path("components")
                .forEach(component -> inTheBill.add(component.path("group").asString("") + ":"
                        + component.path("name").asString()));
        assertTrue(inTheBill.contains(":openjdk"), inTheBill::toString);
        try (var jar = new JarFile(install.home().resolve("lib/provider.jar").toFile())) {
            List<Matcher> described = jar.stream()
                    .map(entry -> DESCRIPTOR.matcher(entry.getName()))
                    .filter(Matcher::matches)
                    .toList();
            assertTrue(described.size() > 15, "described: " + described.size());
            for (Matcher library : described) {
                String name = library.group(1) + ":" + library.group(2);
                assertTrue(inTheBill.contains(name) || library.group(1).equals("io.plasmd.provider"), name);
            }
        }
    }

    @Test
    void theRuntimeIsNamedWithItsVersion() throws Exception {
        JsonNode runtime = bill.path("components")
                .valueStream()
                .filter(component -> component.path("name").asString().equals("openjdk"))
                .findFirst()
                .orElseThrow();
        String release = Files.readString(install.runtime().resolve("release"));
        String version = runtime.path("version").asString();
        assertTrue(release.contains("JAVA_VERSION=\"" + version.replaceFirst("[+-].*", "") + "\""), version);
        assertEquals(
                "pkg:generic/openjdk@" + version.replace("+", "%2B"),
                runtime.path("purl").asString());
    }

    @Test
    void everyLibraryIsNamedWithItsLicense() throws Exception {
        String notices = Files.readString(install.home().resolve("THIRD-PARTY.txt"));
        bill.path("components")
                .valueStream()
                .filter(component ->
                        !component.path("group").asString("io.plasmd.provider").equals("io.plasmd.provider"))
                .forEach(library -> assertTrue(
                        Pattern.compile("(?m)^"
                                        + Pattern.quote(library.path("name").asString()) + " +"
                                        + Pattern.quote(library.path("version").asString())
                                        + " +(Apache-2\\.0|BSD-3-Clause|EPL-2\\.0|MIT) ")
                                .matcher(notices)
                                .find(),
                        library::toString));
        // What the licenses ask to be passed on, of those that bring it along and of those that do not.
        for (String text : List.of(
                "Apache License",
                "Eclipse Public License - v 2.0",
                "Michael Bayne",
                "Mort Bay Consulting",
                "Eclipse Project for Servlet",
                "QOS.ch",
                "The Prometheus Authors",
                "Tatu Saloranta",
                "Werner Randelshofer",
                "Lucent Technologies",
                "the V8 project authors",
                "Mozilla Public License Version 2.0",
                "runtime/legal/")) {
            assertTrue(notices.contains(text), text);
        }
        assertTrue(Files.isRegularFile(install.runtime().resolve("legal/java.base/LICENSE")));
    }

    @Test
    void theJarHasNoHalfOfIt() throws Exception {
        try (var jar = new JarFile(install.home().resolve("lib/provider.jar").toFile())) {
            assertFalse(jar.stream().anyMatch(entry -> entry.getName().matches("META-INF/[^/]*(LICENSE|NOTICE)[^/]*")));
        }
    }
}
