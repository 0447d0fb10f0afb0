package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Whether a set of files can be a release, asked before anything is written. Everything wrong is said at once. */
final class SourceCheck {
    private static final String KERNEL = "kernel";

    /** As many as a record and a manifest have room for. */
    static final int MOST_FILES = 60_000;

    private final Roles roles;
    private final Problems problems = new Problems();
    private final SourceDirectories directories = new SourceDirectories();
    private final Map<Path, Path> roots = new HashMap<>();

    SourceCheck(Roles roles) {
        this.roles = roles;
    }

    /** The files as they are now, in the order of the request. */
    Map<PublishRequest.Source, SourceFile> check(PublishRequest request) throws ReleaseException {
        checkNames(request);
        Map<PublishRequest.Source, SourceFile> files = new LinkedHashMap<>();
        Map<String, Path> byName = new LinkedHashMap<>();
        try (directories) {
            for (PublishRequest.Source source : request.sources()) {
                Path other = byName.putIfAbsent(source.name(), source.file());
                if (other != null) {
                    problems.add(other + " and " + source.file() + " would both be " + source.name());
                } else if (!Names.isArtifact(source.name())) {
                    problems.add(
                            "\"" + HumanText.printable(source.name()) + "\" " + Names.whyNoArtifact(source.name()));
                } else {
                    look(source).ifPresent(file -> files.put(source, file));
                }
            }
        }
        NameTree.clash(byName.keySet()).ifPresent(problems::add);
        if (byName.size() > MOST_FILES) {
            problems.add(byName.size() + " files are to be published, and " + MOST_FILES + " are the most");
        }
        if (!request.withoutKernel() && roles.chosen(KERNEL, byName.keySet()).isEmpty()) {
            problems.add(
                    "there is no kernel among the files: expected one named " + String.join(", ", roles.filesOf(KERNEL))
                            + ", or --kernel FILE; if there is to be none, --without-kernel");
        }
        problems.orThrow();
        return files;
    }

    private void checkNames(PublishRequest request) {
        String channel = request.channel();
        if (!Names.isChannel(channel)) {
            problems.add("\"" + HumanText.printable(channel) + "\" " + Names.whyNoChannel(channel));
        }
        String arch = request.arch();
        if (!Names.isSegment(arch)) {
            problems.add("\"" + HumanText.printable(arch) + "\" cannot be the name of an architecture: "
                    + Names.whyNoSegment(arch));
        }
        request.version()
                .filter(version -> !Names.isVersion(version))
                .ifPresent(version -> problems.add("\""
                        + HumanText.printable(version)
                        + "\" cannot be a version: expected 1 to 128 letters, digits and . _ + ~ -, such"
                        + " as 2026.11.22"));
    }

    private Optional<SourceFile> look(PublishRequest.Source source) {
        Path file = source.file();
        try {
            SourceDirectories.Found found = directories.find(file);
            Optional<Path> from = source.from();
            if (from.isPresent() && !found.directory().startsWith(root(from.get()))) {
                problems.add(file + " is a link that leads out of " + from.get() + ", to " + found.path()
                        + ": if that is to be published, name it on the command line itself");
                return Optional.empty();
            }
            Optional<String> problem = problem(source, found);
            problem.ifPresent(problems::add);
            return problem.isPresent() ? Optional.empty() : Optional.of(new SourceFile(file, found.version()));
        } catch (IOException e) {
            problems.add("cannot read " + file + ": " + Pem.reason(e));
            return Optional.empty();
        }
    }

    /** Of a directory that files come from: without symbolic links. */
    private Path root(Path from) throws IOException {
        Path root = roots.get(from);
        if (root == null) {
            root = from.toRealPath();
            roots.put(from, root);
        }
        return root;
    }

    private Optional<String> problem(PublishRequest.Source source, SourceDirectories.Found found) throws IOException {
        Path file = source.file();
        if (!found.state().isRegularFile()) {
            String kind = Inode.of(found.state(), found::path, LinkOption.NOFOLLOW_LINKS)
                    .kind();
            return Optional.of(file + " is " + kind + ": only regular files can be published");
        }
        if (found.state().size() == 0 && roles.areNamed(source.name())) {
            return Optional.of(file + " is empty: whatever writes it has failed, or is not done");
        }
        return directories.isReadable(found) ? Optional.empty() : Optional.of("no permission to read " + file);
    }
}
