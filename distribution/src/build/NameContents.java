import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Says what is packed: writes the bill of materials, and THIRD-PARTY.txt with licenses and notices of all libraries. Runs
 * with just what is packed on the class path, and with the JDK whose runtime is packed. (Not cyclonedx-maven-plugin: its goal
 * is left out by mvn -o.)
 */
final class NameContents {
    private NameContents() {}

    /** By the install, the version, where the bill of materials goes besides, and src/build. */
    public static void main(String[] args) throws IOException {
        Path install = Path.of(args[0]);
        Path sources = Path.of(args[3]);
        var accepted = new AcceptedLicenses(sources.resolve("licenses"));
        List<Library> libraries = libraries();
        List<String> problems = problems(libraries, accepted);
        if (!problems.isEmpty()) {
            System.err.println(String.join("\n", problems));
            System.exit(1);
        }
        Files.writeString(
                install.resolve("THIRD-PARTY.txt"),
                new ThirdParty(libraries, accepted, sources.resolve("notices")).text());
        String bill = BillOfMaterials.of(args[1], libraries, PackedRuntime.of(install.resolve("runtime")));
        Files.writeString(install.resolve("provider.cdx.json"), bill);
        Files.writeString(Path.of(args[2]), bill);
    }

    /** In the order of their names. The product's own modules are not in Maven's repository, but in their target/. */
    private static List<Library> libraries() throws IOException {
        List<Library> libraries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path jar = Path.of(entry);
            if (entry.endsWith(".jar") && !jar.getParent().endsWith("target")) {
                libraries.add(Library.of(jar));
            }
        }
        libraries.sort(Comparator.comparing(Library::group).thenComparing(Library::name));
        return libraries;
    }

    private static List<String> problems(List<Library> libraries, AcceptedLicenses accepted) {
        return libraries.stream()
                .filter(library -> accepted.of(library).isEmpty())
                .map(library -> library.group() + ":" + library + " has the license " + library.licenses()
                        + ", which is none of those in " + accepted.directory()
                        + ". Use another library, or put the text of the license there, named by its SPDX identifier.")
                .toList();
    }
}
