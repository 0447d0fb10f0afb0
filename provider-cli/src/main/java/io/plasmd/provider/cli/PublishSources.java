package io.plasmd.provider.cli;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.HumanText;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.PublishRequest;
import io.plasmd.provider.release.ReleaseException;
import io.plasmd.provider.release.Roles;
import io.plasmd.provider.release.SourceTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The files that a person wants to publish. */
final class PublishSources {
    private static final int MOST_TOLD = 20;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--kernel",
            paramLabel = "FILE",
            description = "The kernel, whatever its name is (/boot/vmlinuz-6.12.57+deb13-amd64).")
    private @Nullable Path kernel;

    @Option(names = "--initramfs", paramLabel = "FILE", description = "The initramfs, whatever its name is.")
    private @Nullable Path initramfs;

    @Option(names = "--rootfs", paramLabel = "FILE", description = "The root file system, whatever its name is.")
    private @Nullable Path rootfs;

    @Option(
            names = "--sha256",
            paramLabel = "NAME=HEX",
            description = "What the digest of a file has to be, by its name in the release. Repeatable.")
    private final List<String> digests = new ArrayList<>();

    @Parameters(
            paramLabel = "FILE|DIR",
            description = "Files to publish under their own names; of a directory, all that is in it and below it but"
                    + " SHA256SUMS and the like, which the server makes itself. A SHA256SUMS has to fit the files.")
    private final List<Path> files = new ArrayList<>();

    @Mixin
    private Exclusions excluded;

    private final List<String> remarks = new ArrayList<>();

    /** What a person is to know of what was found, one line each. */
    List<String> remarks() {
        return remarks;
    }

    /** All files of a directory that was kept by hand, and no others. */
    List<PublishRequest.Source> adopt(Path directory, Path artifacts) throws ReleaseException {
        if (!files.isEmpty() || kernel != null || initramfs != null || rootfs != null) {
            throw usage("--adopt takes what is in " + directory
                    + ", and no other files: adopt it, then publish what is to be current next");
        }
        if (!excluded.isEmpty()) {
            throw usage(
                    "--adopt takes all that is in " + directory + ": move away first what --exclude is to leave out");
        }
        Map<String, Digest> expected = expectedDigests();
        List<PublishRequest.Source> sources = new ArrayList<>();
        // A link may lead to where clients get it from today.
        addDirectory(sources, directory, artifacts, expected);
        requireAllFound(expected);
        return sources;
    }

    List<PublishRequest.Source> read(Roles roles) throws ReleaseException {
        Map<String, Digest> expected = expectedDigests();
        excluded.parse();
        List<PublishRequest.Source> sources = new ArrayList<>();
        addRole(sources, roles, "kernel", kernel, expected);
        addRole(sources, roles, "initramfs", initramfs, expected);
        addRole(sources, roles, "rootfs", rootfs, expected);
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                addDirectory(sources, file, file, expected);
            } else {
                sources.add(source(name(file), file, expected, Optional.empty()));
            }
        }
        if (sources.isEmpty()) {
            throw usage("which files? Name them, a directory that holds them, or --kernel, --initramfs and --rootfs");
        }
        requireAllFound(expected);
        excluded.unused().forEach(glob -> remarks.add("--exclude " + glob + ": nothing was left out by that."));
        return sources;
    }

    private void requireAllFound(Map<String, Digest> expected) {
        if (!expected.isEmpty()) {
            String unknown = expected.keySet().iterator().next();
            throw usage("--sha256 " + unknown + "=…: no file is published under that name");
        }
    }

    private void addDirectory(
            List<PublishRequest.Source> sources, Path directory, Path root, Map<String, Digest> expected)
            throws ReleaseException {
        SourceTree.Found tree = SourceTree.read(directory, root, excluded);
        tellLeftOut(tree.leftOut());
        Path sumsFile = directory.resolve(Names.SUMS);
        Optional<BroughtSums> sums =
                Files.exists(sumsFile) ? Optional.of(BroughtSums.read(sumsFile)) : Optional.empty();
        sums.ifPresent(brought -> remarks.addAll(brought.remarks(tree.files())));
        tree.files().forEach((name, one) -> {
            sums.flatMap(brought -> brought.of(name)).ifPresent(digest -> expected.putIfAbsent(name, digest));
            sources.add(source(name, one, expected, Optional.of(root)));
        });
    }

    private void tellLeftOut(List<Path> leftOut) {
        for (Path one : leftOut.subList(0, Math.min(leftOut.size(), MOST_TOLD))) {
            remarks.add("Left out: " + HumanText.printable(one.toString())
                    + ", since the server makes that itself, from what was published.");
        }
        if (leftOut.size() > MOST_TOLD) {
            remarks.add("Left out, for the same reason: " + (leftOut.size() - MOST_TOLD) + " more.");
        }
    }

    private Map<String, Digest> expectedDigests() {
        Map<String, Digest> expected = new HashMap<>();
        for (String text : digests) {
            int equals = text.lastIndexOf('=');
            Optional<Digest> digest = Digest.parseHex(text.substring(equals + 1));
            if (equals < 1 || digest.isEmpty()) {
                throw usage("--sha256 " + text + ": expected NAME=HEX, with 64 lower-case hexadecimal digits");
            }
            expected.put(text.substring(0, equals), digest.get());
        }
        return expected;
    }

    /** Under its own name where that is one of the role's, else under the role's first. */
    private static void addRole(
            List<PublishRequest.Source> sources,
            Roles roles,
            String role,
            @Nullable Path file,
            Map<String, Digest> expected) {
        if (file != null) {
            List<String> names = roles.filesOf(role);
            String name = names.contains(name(file)) ? name(file) : names.getFirst();
            sources.add(source(name, file, expected, Optional.empty()));
        }
    }

    private static PublishRequest.Source source(
            String name, Path file, Map<String, Digest> expected, Optional<Path> from) {
        return new PublishRequest.Source(name, file, Optional.ofNullable(expected.remove(name)), from);
    }

    private static String name(Path file) {
        Path name = file.toAbsolutePath().normalize().getFileName();
        return name == null ? "" : name.toString();
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
