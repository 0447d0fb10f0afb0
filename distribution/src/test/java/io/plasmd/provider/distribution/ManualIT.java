package io.plasmd.provider.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tarball has for people: man pages, the completion of bash, and what a writer of plugins reads. */
final class ManualIT {
    private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z]+) {2,}\\S");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]*");

    private static final Pattern SHELL = Pattern.compile("(?s)```sh\\n(.*?)```");

    @TempDir
    private static Path directory;

    private static Install install;

    @BeforeAll
    static void unpack() throws Exception {
        install = Tarball.unpack(directory);
    }

    private static String help(String... command) throws Exception {
        List<String> line = new ArrayList<>(List.of(install.launcher().toString()));
        line.addAll(List.of(command));
        line.add("--help");
        return Program.run(directory, line.toArray(String[]::new))
                .expectSuccess()
                .output();
    }

    /** As the help lists them, but for help itself. */
    private static SortedSet<String> commands() throws Exception {
        SortedSet<String> commands = COMMAND.matcher(help())
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        commands.remove("help");
        assertTrue(commands.containsAll(List.of("serve", "publish", "fetch")), commands.toString());
        return commands;
    }

    private static SortedSet<String> options(String text) {
        return OPTION.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyCommandHasAPageThatNamesItsOptions() throws Exception {
        Program.require("man", "man-db");
        SortedSet<String> pages = new TreeSet<>(List.of("provider.1"));
        for (String command : commands()) {
            String page = "provider-" + command + ".1";
            pages.add(page);
            Program.Ended man = Program.run(
                            directory,
                            "env",
                            "LC_ALL=C.UTF-8",
                            "MANWIDTH=200",
                            "man",
                            "--warnings",
                            "-M",
                            install.home().resolve("man").toString(),
                            "provider-" + command)
                    .expectSuccess();
            // A hyphen that could be broken would be another character.
            assertTrue(options(man.output()).containsAll(options(help(command))), man.output());
            assertTrue(!man.output().contains("warning"), man.output());
        }
        try (var files = Files.list(install.home().resolve("man/man1"))) {
            assertEquals(
                    pages,
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @Test
    void theyAreReachedAsTheDocsSay() throws Exception {
        Program.require("man", "man-db");
        List<String> blocks = SHELL.matcher(Files.readString(Path.of("../docs/install.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .filter(block -> block.contains("completions/provider.bash"))
                .toList();
        assertEquals(2, blocks.size());
        for (String block : blocks) {
            String script = block.replace("/opt/provider", install.home().toString()) + "complete -p provider\n"
                    + (block.startsWith("man ") ? "" : "man provider-publish\n");
            String said = Program.run(directory, "env", "-u", "MANPATH", "bash", "-e", "-c", script)
                    .expectSuccess()
                    .output();
            assertTrue(said.contains("_complete_provider provider"), said);
            assertTrue(said.contains("PROVIDER-PUBLISH(1)"), said);
        }
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        Program.require("bash", "bash");
        String script = "source " + install.home().resolve("completions/provider.bash")
                + "; complete -p provider; COMP_WORDS=(provider ver); COMP_CWORD=1; _complete_provider; echo"
                + " ${COMPREPLY[@]}; COMP_WORDS=(provider publish --ado); COMP_CWORD=2; _complete_provider; echo"
                + " ${COMPREPLY[@]}";
        String said =
                Program.run(directory, "bash", "-c", script).expectSuccess().output();
        assertTrue(said.contains("_complete_provider provider"), said);
        assertTrue(said.contains("verify") && said.contains("versions"), said);
        assertTrue(said.contains("--adopt"), said);
    }

    @Test
    void theApiForPluginsComesWithJavadocAndSources() throws Exception {
        String version = System.getProperty("distribution.version");
        for (String kind : List.of("javadoc", "sources")) {
            Path jar = install.home().resolve("api/provider-api-" + version + "-" + kind + ".jar");
            String wanted = "io/plasmd/provider/api/EndpointContext." + (kind.equals("javadoc") ? "html" : "java");
            try (var zip = new ZipFile(jar.toFile())) {
                assertTrue(zip.getEntry(wanted) != null, jar + " has no " + wanted);
            }
        }
    }
}
