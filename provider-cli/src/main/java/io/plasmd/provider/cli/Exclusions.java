package io.plasmd.provider.cli;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Which files of directories are not to be published. A pattern with a / in it is held against the whole name, from the
 * directory that was given on; one without is held against the last level, wherever that is. What fits a directory is of all
 * that is in it.
 */
final class Exclusions implements Predicate<String> {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description = "Leave out files and directories of a DIR: '*.iso' anywhere, 'doc/**' below doc, '/doc' at"
                    + " the top. Repeatable.")
    private final List<String> globs = new ArrayList<>();

    private final List<Pattern> patterns = new ArrayList<>();
    private final Set<String> used = new LinkedHashSet<>();

    /** One as it was given. */
    private record Pattern(String glob, PathMatcher matcher, boolean isWhole) {

        boolean fits(String name) {
            return matcher.matches(Path.of(isWhole ? name : name.substring(name.lastIndexOf('/') + 1)));
        }
    }

    boolean isEmpty() {
        return globs.isEmpty();
    }

    /** Refuses what is no pattern. */
    void parse() {
        for (String glob : globs) {
            boolean isWhole = glob.replaceFirst("/+$", "").contains("/");
            String plain = glob.replaceFirst("^(\\./+|/+)", "").replaceFirst("/+$", "");
            if (plain.isEmpty()) {
                throw usage(glob, "there is no name in it");
            }
            try {
                patterns.add(new Pattern(glob, FileSystems.getDefault().getPathMatcher("glob:" + plain), isWhole));
            } catch (PatternSyntaxException e) {
                throw usage(glob, e.getDescription());
            }
        }
    }

    private CommandLine.ParameterException usage(String glob, String problem) {
        return new CommandLine.ParameterException(
                spec.commandLine(),
                "--exclude " + glob + ": " + problem + "; expected a pattern such as '*.iso', 'doc/**' or '/doc'");
    }

    @Override
    public boolean test(String name) {
        boolean isExcluded = false;
        for (Pattern pattern : patterns) {
            if (pattern.fits(name)) {
                used.add(pattern.glob());
                isExcluded = true;
            }
        }
        return isExcluded;
    }

    /** Those that nothing has fitted: mistakes in writing, most often. */
    List<String> unused() {
        return globs.stream().distinct().filter(glob -> !used.contains(glob)).toList();
    }
}
