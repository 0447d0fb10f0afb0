import java.nio.file.Path;
import java.util.spi.ToolProvider;

/** Javadoc and sources of provider-api as jars, which an IDE and Maven can be told of. */
record ApiJars(String version, Path directory) {
    /** Of each entry, so that the same sources give the same jars. */
    private static final String DATE = "2026-01-01T00:00:00Z";

    void pack(Path sources, Path javadoc) {
        run(
                "javadoc",
                "-quiet",
                // The compiler checks them, by the rules of the project.
                "-Xdoclint:none",
                "-notimestamp",
                "--no-fonts",
                "-encoding",
                "UTF-8",
                "-classpath",
                System.getProperty("java.class.path"),
                "-sourcepath",
                sources.toString(),
                "-d",
                javadoc.toString(),
                "io.plasmd.provider.api");
        jar("javadoc", javadoc);
        jar("sources", sources);
    }

    private void jar(String kind, Path content) {
        String jar = directory
                .resolve("provider-api-" + version + "-" + kind + ".jar")
                .toString();
        run("jar", "--create", "--file", jar, "--date", DATE, "-C", content.toString(), ".");
    }

    private static void run(String tool, String... arguments) {
        int status = ToolProvider.findFirst(tool).orElseThrow().run(System.err, System.err, arguments);
        if (status != 0) {
            throw new IllegalStateException(tool + " ended with status " + status);
        }
    }
}
