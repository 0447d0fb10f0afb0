import io.plasmd.provider.cli.AllCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Writes what an install has for people: a man page for each command, the completion of bash, and the Javadoc and the
 * sources of provider-api. The first two are made of the commands themselves, so that they cannot fall behind.
 */
final class PackManual {
    private PackManual() {}

    /** By the install, the version, the sources of provider-api, and a directory for its Javadoc. */
    public static void main(String[] args) throws IOException {
        Path install = Path.of(args[0]);
        CommandLine provider = AllCommands.get();
        writePages(provider, args[1], Files.createDirectories(install.resolve("man/man1")));
        Path completions = Files.createDirectories(install.resolve("completions"));
        Files.writeString(completions.resolve("provider.bash"), AutoComplete.bash("provider", provider));
        new ApiJars(args[1], Files.createDirectories(install.resolve("api"))).pack(Path.of(args[2]), Path.of(args[3]));
    }

    private static void writePages(CommandLine provider, String version, Path directory) throws IOException {
        var whole = new ManPage(provider, version);
        Files.writeString(directory.resolve(whole.name() + ".1"), whole.text());
        for (CommandLine command : ManPage.commands(provider)) {
            var page = new ManPage(command, version);
            Files.writeString(directory.resolve(page.name() + ".1"), page.text());
        }
    }
}
