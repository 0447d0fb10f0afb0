package io.plasmd.provider.server.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.Texts;
import io.plasmd.provider.server.configuration.Problem;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whoever misses a class of Java is told the module that has it. */
final class RuntimeModulesTest {

    /** Made anew: write what this expects into the file. */
    @Test
    void theListIsThatOfTheJdk() {
        SortedSet<String> packages = new TreeSet<>();
        for (ModuleReference module : ModuleFinder.ofSystem().findAll()) {
            ModuleDescriptor descriptor = module.descriptor();
            if (!descriptor.name().equals("java.base")) {
                descriptor.exports().stream()
                        .filter(exports -> !exports.isQualified())
                        .forEach(exports -> packages.add(descriptor.name() + " " + exports.source()));
            }
        }
        assertEquals(String.join("\n", packages) + "\n", Texts.resource("plugin/" + RuntimeModules.PACKAGES));
    }

    @Test
    void whatIsThereOrOfALibraryIsNotLacking() {
        assertEquals(Optional.empty(), RuntimeModules.lacking("java/util/logging/Logger"));
        assertEquals(Optional.empty(), RuntimeModules.lacking("com.example.Absent"));
        assertEquals(Optional.empty(), RuntimeModules.lacking("Absent"));
    }

    /** As seen by a test, whose JDK lacks nothing: a class of an exported package that does not exist in it. */
    @Test
    void aMissingClassOfJavaIsExplained() {
        Problem problem = PluginFailure.in("plugin a.jar", "start", new NoClassDefFoundError("com/example/Absent"));
        assertTrue(problem.what().startsWith("class com.example.Absent is missing."), problem.what());
    }
}
