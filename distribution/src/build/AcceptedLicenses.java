import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The licenses that a library may have: those whose text is in the directory, by their SPDX identifiers. */
record AcceptedLicenses(Path directory) {
    private static final String SUFFIX = ".txt";
    /** How libraries spell them. */
    private static final Map<String, String> NAMES = Map.of(
            "(The )?Apache( Software)? License,? (Version )?2\\.0", "Apache-2.0",
            "Eclipse Public License (- Version|v\\.|-? ?v) ?2\\.0", "EPL-2.0",
            "EPL 2\\.0", "EPL-2.0",
            "The \\(New\\) BSD License", "BSD-3-Clause",
            "(The )?MIT( License)?", "MIT");

    /** The SPDX identifier where it is known, else the name itself. */
    static String identifier(String name) {
        return NAMES.entrySet().stream()
                .filter(known -> name.matches("(?i)" + known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(name);
    }

    /** The one that the library is used under. */
    Optional<String> of(Library library) {
        return library.licenses().stream()
                .filter(id -> !id.contains("/"))
                .filter(id -> Files.isRegularFile(directory.resolve(id + SUFFIX)))
                .sorted()
                .findFirst();
    }

    String text(String id) throws IOException {
        return Files.readString(directory.resolve(id + SUFFIX)).stripTrailing();
    }
}
