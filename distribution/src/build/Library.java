import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A library that is packed.
 *
 * @param jar where it is on this machine
 * @param licenses by their SPDX identifiers, or by the names that the library itself gives them; any of them may be chosen
 */
record Library(String group, String name, String version, Path jar, List<String> licenses) {
    private static final Pattern LEGAL =
            Pattern.compile("(META-INF/)?[^/]*(LICEN[CS]E|NOTICE|COPYING|COPYRIGHT)[^/]*", Pattern.CASE_INSENSITIVE);

    /** By its place in Maven's local repository. */
    static Library of(Path jar) throws IOException {
        Path version = jar.getParent();
        String file = jar.getFileName().toString();
        Pom pom = Pom.read(jar.resolveSibling(file.substring(0, file.length() - ".jar".length()) + ".pom"));
        return new Library(
                pom.group(),
                version.getParent().getFileName().toString(),
                version.getFileName().toString(),
                jar,
                pom.licenses().stream().map(AcceptedLicenses::identifier).toList());
    }

    String packageUrl() {
        return "pkg:maven/" + group + "/" + name + "@" + version + "?type=jar";
    }

    /** The license and notice files that its jar brings along, by name. */
    Map<String, String> legalTexts() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        try (var zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> entries = zip.stream()
                    .filter(entry -> !entry.isDirectory()
                            && LEGAL.matcher(entry.getName()).matches())
                    .toList();
            for (ZipEntry entry : entries) {
                String text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                texts.put(entry.getName().replace("META-INF/", ""), text.stripTrailing());
            }
        }
        return texts;
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
