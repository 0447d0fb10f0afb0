import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the licenses of the libraries ask to be passed on: each text once, with the libraries that it is of. */
final class ThirdParty {
    private static final String LINE = "=".repeat(120);

    private final List<Library> libraries;
    private final AcceptedLicenses accepted;
    private final Path notices;
    private final Map<String, List<String>> sources = new LinkedHashMap<>();

    ThirdParty(List<Library> libraries, AcceptedLicenses accepted, Path notices) {
        this.libraries = libraries;
        this.accepted = accepted;
        this.notices = notices;
    }

    String text() throws IOException {
        var text = new StringBuilder("""
                provider is licensed under the Apache License 2.0: LICENSE. These libraries are in lib/provider.jar and
                plugins/netboot.jar, and the licenses are those that they are used under; their texts and notices are below.

                """);
        for (Library library : libraries) {
            String license = accepted.of(library).orElseThrow();
            text.append(String.format(
                    "%-45s %-10s %-11s %s%n", library.name(), library.version(), license, library.group()));
            collect(library, license);
        }
        text.append("""

                The Java runtime in runtime/ is a part of OpenJDK, under the GNU General Public License, version 2, with the
                Classpath Exception. Its licenses and notices are in runtime/legal/, its source code is at
                https://github.com/openjdk.
                """);
        sources.forEach((legal, of) -> text.append("\n" + LINE + "\n")
                .append(String.join("\n", of))
                .append("\n" + LINE + "\n\n")
                .append(legal)
                .append('\n'));
        return text.toString();
    }

    private void collect(Library library, String license) throws IOException {
        Map<String, String> brought = library.legalTexts();
        if (brought.keySet().stream().noneMatch(name -> name.startsWith("LICENSE"))) {
            add(accepted.text(license), library + ": " + license);
        }
        brought.forEach((name, legal) -> add(legal, library + ": " + name));
        for (String group = library.group(); group.contains("."); group = group.substring(0, group.lastIndexOf('.'))) {
            Path notice = notices.resolve(group + ".txt");
            if (Files.isRegularFile(notice)) {
                add(Files.readString(notice).stripTrailing(), library + ": notice");
            }
        }
    }

    private void add(String legal, String source) {
        sources.computeIfAbsent(legal, k -> new ArrayList<>()).add(source);
    }
}
