package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a set of files can be a release, asked before anything is written. Everything wrong is said at once. */
final class SourceCheck {
    private static final String KERNEL = "kernel";

    private final Roles roles;
    private final List<String> problems = new ArrayList<>();

    SourceCheck(Roles roles) {
        this.roles = roles;
    }

    /** The files as they are now, in the order of the request. */
    Map<PublishRequest.Source, FileVersion> check(PublishRequest request) throws ReleaseException {
        checkNames(request);
        Map<PublishRequest.Source, FileVersion> files = new LinkedHashMap<>();
        Map<String, Path> byName = new LinkedHashMap<>();
        for (PublishRequest.Source source : request.sources()) {
            Path other = byName.putIfAbsent(source.name(), source.file());
            if (other != null) {
                problems.add(other + " and " + source.file() + " would both be " + source.name());
            } else if (!Names.isArtifact(source.name())) {
                problems.add(
                        "\"" + HumanText.printable(source.name())
                                + "\" cannot be the name of an artifact: expected no dot in front, no / and no control character");
            } else {
                look(source.file()).ifPresent(version -> files.put(source, version));
            }
        }
        if (roles.chosen(KERNEL, byName.keySet()).isEmpty()) {
            problems.add("there is no kernel among the files: expected one named "
                    + String.join(", ", roles.filesOf(KERNEL)) + ", or --kernel FILE");
        }
        if (!problems.isEmpty()) {
            throw new ReleaseException(
                    problems.size() == 1
                            ? problems.getFirst()
                            : problems.stream()
                                    .map(problem -> "\n  - " + problem)
                                    .collect(Collectors.joining("", problems.size() + " problems:", "")));
        }
        return files;
    }

    private void checkNames(PublishRequest request) {
        for (String name : List.of(request.channel(), request.arch())) {
            if (!Names.isArtifact(name)) {
                problems.add("\"" + HumanText.printable(name)
                        + "\" cannot be the name of a channel or architecture: expected no dot in front, no / and no"
                        + " control character");
            }
        }
        request.version()
                .filter(version -> !Names.isVersion(version))
                .ifPresent(version -> problems.add("\""
                        + HumanText.printable(version)
                        + "\" cannot be a version: expected 1 to 128 letters, digits and . _ + ~ -, such"
                        + " as 2026.11.22"));
    }

    private Optional<FileVersion> look(Path file) {
        try {
            Path path = file.toRealPath();
            FileVersion version = FileVersion.read(path);
            if (!Files.isRegularFile(path)) {
                problems.add(file + " is no regular file");
            } else if (version.size() == 0) {
                problems.add(file + " is empty: whatever writes it has failed, or is not done");
            } else if (!Files.isReadable(path)) {
                problems.add("no permission to read " + file);
            } else {
                return Optional.of(version);
            }
        } catch (IOException e) {
            problems.add("cannot read " + file + ": " + Pem.reason(e));
        }
        return Optional.empty();
    }
}
