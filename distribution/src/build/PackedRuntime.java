import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The Java runtime that is packed.
 *
 * @param version with its build, such as 25.0.3+9-LTS
 */
record PackedRuntime(String vendor, Runtime.Version version, List<String> modules) {
    private static final String MODULES = "MODULES=";

    /** By the JDK that runs this, whose jlink has made it. */
    static PackedRuntime of(Path runtime) throws IOException {
        Path release = runtime.resolve("release");
        try (var lines = Files.lines(release)) {
            String modules = lines.filter(line -> line.startsWith(MODULES))
                    .map(line -> line.substring(MODULES.length()).replace("\"", ""))
                    .findFirst()
                    .orElseThrow(() -> new IOException(release + " does not say " + MODULES));
            return new PackedRuntime(System.getProperty("java.vendor"), Runtime.version(), List.of(modules.split(" ")));
        }
    }

    /** Without the build: what vulnerabilities are listed by. */
    String number() {
        String whole = version.toString();
        return whole.replaceFirst("[-+].*", "");
    }
}
