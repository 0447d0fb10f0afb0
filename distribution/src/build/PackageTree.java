import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Puts the files of the install where Debian has them, for the package: the program below /usr/lib, its configuration below
 * /etc, what is for systemd, people and the shell below /usr. Arguments: the install, the directory of the package's own
 * files, the directory to be made, the version, the time of the source or the name of a property.
 */
final class PackageTree {
    private static final String HOME = "usr/lib/provider";
    private static final List<String> PROGRAM = List.of("bin", "lib", "runtime", "plugins");
    private static final String DOCUMENTS = "usr/share/doc/provider";

    /** deb-changelog(5). */
    private static final DateTimeFormatter CHANGELOG_TIME =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss xx", Locale.ROOT);

    /** Of which Debian has one copy for all packages, and wants no other in this file. */
    private static final Pattern APACHE =
            Pattern.compile("(?s) *Apache License\\s+Version 2\\.0, January 2004.*?END OF TERMS AND CONDITIONS"
                    + "(\\s+APPENDIX: How to apply.*?limitations under the License\\.)?");

    /** XFL of RFC 1952, which Java leaves 0, and Debian asks for. */
    private static final int GZIP_FLAGS = 8;

    private static final byte GZIP_BEST_COMPRESSION = 2;

    private final Path install;
    private final Path own;
    private final Path tree;

    private PackageTree(Path install, Path own, Path tree) {
        this.install = install;
        this.own = own;
        this.tree = tree;
    }

    public static void main(String[] args) throws IOException {
        var made = new PackageTree(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
        delete(made.tree);
        made.program();
        made.services();
        made.manual();
        made.documents(args[3], args[4].startsWith("$") ? Instant.now() : Instant.parse(args[4]));
        // The start-up cache holds for a jar of just this time.
        SourceTime.set(args[4], made.tree);
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : (Iterable<Path>) all.sorted((a, b) -> b.compareTo(a))::iterator) {
                    Files.delete(path);
                }
            }
        }
    }

    private void program() throws IOException {
        for (String name : PROGRAM) {
            all(install.resolve(name), HOME + "/" + name);
        }
        all(install.resolve("conf"), "etc/provider");
    }

    private void services() throws IOException {
        Path systemd = install.resolve("systemd");
        for (String unit : List.of("provider.service", "provider.socket")) {
            write(
                    "usr/lib/systemd/system/" + unit,
                    Files.readString(systemd.resolve(unit))
                            .replaceFirst("^# Goes to .*", "# Of the package provider.")
                            .replace("/opt/provider/bin/", "/usr/bin/")
                            .replace("file:///opt/provider/README.txt", "file:///usr/share/doc/provider/README.txt"));
        }
        file(systemd.resolve("provider.sysusers"), "usr/lib/sysusers.d/provider.conf");
        file(systemd.resolve("provider.tmpfiles"), "usr/lib/tmpfiles.d/provider.conf");
    }

    private void documents(String version, Instant time) throws IOException {
        file(install.resolve("README.txt"), DOCUMENTS + "/README.txt");
        file(install.resolve("provider.cdx.json"), DOCUMENTS + "/provider.cdx.json");
        packed(Files.readString(install.resolve("CHANGELOG.md")), DOCUMENTS + "/CHANGELOG.md.gz");
        packed(
                Files.readString(own.resolve("changelog"))
                        .replace("VERSION", version)
                        .replace("TIME", CHANGELOG_TIME.format(time.atZone(ZoneOffset.UTC))),
                DOCUMENTS + "/changelog.gz");
        write(
                DOCUMENTS + "/copyright",
                Files.readString(own.resolve("copyright")) + "\n"
                        + APACHE.matcher(Files.readString(install.resolve("THIRD-PARTY.txt")))
                                .replaceAll("The text of the license is in /usr/share/common-licenses/Apache-2.0."));
        file(own.resolve("lintian-overrides"), "usr/share/lintian/overrides/provider");
    }

    /** Where man and bash look for them. */
    private void manual() throws IOException {
        Path pages = install.resolve("man/man1");
        try (Stream<Path> files = Files.list(pages)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                packed(Files.readString(file), "usr/share/man/man1/" + file.getFileName() + ".gz");
            }
        }
        // Looked for by the name of the command alone; read by the shell, never run.
        write(
                "usr/share/bash-completion/completions/provider",
                Files.readString(install.resolve("completions/provider.bash")).replaceFirst("^#!.*\n", ""));
    }

    /** With the content of links in their place: the runtime has its licenses once for many modules. */
    private void all(Path from, String to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                file(file, to + "/" + from.relativize(file));
            }
        }
    }

    private void file(Path from, String to) throws IOException {
        Files.copy(from.toRealPath(), place(to), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private void write(String to, String text) throws IOException {
        Files.writeString(place(to), text);
    }

    /** Without a name or a time in it, so that the same is made each time: gzip -9n. */
    private void packed(String text, String to) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = packed.toByteArray();
        bytes[GZIP_FLAGS] = GZIP_BEST_COMPRESSION;
        Files.write(place(to), bytes);
    }

    private Path place(String name) throws IOException {
        Path place = tree.resolve(name);
        Files.createDirectories(place.getParent());
        if (Files.exists(place)) {
            throw new FileAlreadyExistsException(place.toString());
        }
        return place;
    }
}
