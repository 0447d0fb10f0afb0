package io.plasmd.provider.catalog;

import io.plasmd.provider.api.HealthCheck;
import io.plasmd.provider.release.HumanText;
import io.plasmd.provider.release.Releases;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether all directories of the tree can be looked into, and anything is left in them. Each that cannot be is worth one
 * line, however many clients ask for what is in it, and one when it is over.
 */
final class TreeHealth implements HealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger(TreeHealth.class);

    private static final int MOST_SAID = 20;

    private final ArtifactTree tree;
    private final Set<Path> expected;
    private final CatalogWatch watch;
    private Map<Path, String> said = Map.of();
    private boolean hadArtifacts;
    private volatile Map<Path, String> problems = Map.of();

    /**
     * Of what a watch finds.
     *
     * @param usual the directory of what clients get who name neither channel nor architecture, below that of all
     */
    TreeHealth(ArtifactTree tree, CatalogWatch watch, Path usual) {
        this.tree = tree;
        this.watch = watch;
        Path directory = tree.root().resolve(usual);
        this.expected = Set.of(tree.root(), Objects.requireNonNull(directory.getParent()), directory);
    }

    /** After each look of the watch: says what has changed since the last, once. */
    void look() {
        Inventory inventory = watch.inventory();
        Map<Path, String> now = new LinkedHashMap<>(inventory.unreadable().reasons());
        if (!inventory.catalog().entries().isEmpty()) {
            hadArtifacts = true;
        } else if (hadArtifacts && now.isEmpty()) {
            now.put(tree.root(), "all artifacts that were in it are gone");
        }
        List<String> wrong = now.entrySet().stream()
                .filter(problem -> !problem.getValue().equals(said.get(problem.getKey())))
                .map(problem -> words(problem.getKey(), problem.getValue()))
                .toList();
        first(wrong).forEach(LOG::warn);
        List<String> right = said.keySet().stream()
                .filter(directory -> !now.containsKey(directory))
                .map(directory -> HumanText.printable(directory.toString()) + " is right again, or gone")
                .toList();
        first(right).forEach(LOG::info);
        said = now;
        problems = now.entrySet().stream()
                .filter(problem -> counts(problem.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * A directory that was never open to the server, and that no client is sent to, may be somebody's own. A release that is
     * kept has an address that clients were given.
     */
    private boolean counts(Path directory) {
        if (Releases.isRelease(directory)) {
            return true;
        }
        Path top = Releases.isStore(tree.root().relativize(directory).getName(0))
                ? directory
                : InnerPath.of(tree.root(), directory)
                        .map(InnerPath::architecture)
                        .orElse(directory);
        return expected.contains(top) || tree.directories().isKnown(top);
    }

    @Override
    public Result check() {
        Result mounted = tree.mountPoint().check();
        Map<Path, String> now = problems;
        if (!mounted.healthy() || now.isEmpty()) {
            return mounted;
        }
        return Result.failed(String.join(
                "; ",
                first(now.entrySet().stream()
                        .map(problem -> words(problem.getKey(), problem.getValue()))
                        .sorted()
                        .toList())));
    }

    /** Whoever may make directories makes thousands of them as easily. */
    private static List<String> first(List<String> all) {
        return all.size() <= MOST_SAID
                ? all
                : Stream.concat(
                                all.stream().limit(MOST_SAID),
                                Stream.of("and so it is with " + (all.size() - MOST_SAID) + " more directories"))
                        .toList();
    }

    private static String words(Path directory, String why) {
        return HumanText.printable(directory.toString()) + ": " + why;
    }
}
