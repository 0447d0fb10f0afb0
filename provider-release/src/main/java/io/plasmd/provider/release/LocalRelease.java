package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Files in a directory with the manifest that they are to be held against.
 *
 * @param directory where the files are
 */
public record LocalRelease(Path directory, SignedManifest manifest) implements CheckableRelease {
    private static final List<String> NAMES = List.of(StoreLayout.MANIFEST, Names.MANIFEST);

    /**
     * Finds both: in the directory itself, or below it at {@code channel/arch}, as in an artifacts directory.
     *
     * @param channel of which the manifest has to be
     * @param arch likewise
     * @param manifestFile where the manifest is; empty to look for it beside the files
     */
    public static LocalRelease find(Path directory, String channel, String arch, Optional<Path> manifestFile)
            throws ReleaseException {
        if (!Files.isDirectory(directory)) {
            throw new ReleaseException("there is no directory " + directory);
        }
        Path found = ArchitectureNames.of(arch).stream()
                .map(name -> directory.resolve(channel).resolve(name))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(directory);
        Path manifest = manifestFile.isPresent() ? manifestFile.get() : beside(found);
        try {
            if (Files.size(manifest) > SignedManifest.LARGEST_BYTES) {
                throw new ReleaseException(manifest + " is too large for a manifest");
            }
            SignedManifest read = SignedManifest.parse(SmallFile.readNamed(manifest, SignedManifest.LARGEST_BYTES));
            Place.of(channel, arch).require(read.manifest(), manifest);
            return new LocalRelease(found, read);
        } catch (IOException e) {
            throw new ReleaseException("cannot read the manifest " + manifest + ": " + Pem.reason(e), e);
        }
    }

    private static Path beside(Path files) throws ReleaseException {
        for (String name : NAMES) {
            if (Files.isRegularFile(files.resolve(name))) {
                return files.resolve(name);
            }
        }
        throw new ReleaseException("there is no manifest.json in " + files
                + ". Releases that were fetched have one; for others name the file with --manifest.");
    }

    @Override
    public List<CheckedArtifact> check(Progress progress) throws InterruptedException {
        List<CheckedArtifact> checked = new ArrayList<>();
        int threads = Runtime.getRuntime().availableProcessors();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Callable<CheckedArtifact>> tasks = new ArrayList<>();
            for (Map.Entry<String, Manifest.Entry> artifact :
                    manifest.manifest().artifacts().entrySet()) {
                tasks.add(() -> new CheckedArtifact(
                        artifact.getKey(),
                        artifact.getValue(),
                        problem(artifact.getKey(), artifact.getValue(), progress)));
            }
            try {
                for (Future<CheckedArtifact> future : executor.invokeAll(tasks)) {
                    checked.add(future.get());
                }
            } catch (ExecutionException e) {
                // What can go wrong with a file is a problem of that file.
                throw new IllegalStateException(e.getCause());
            }
        }
        return checked;
    }

    private Optional<String> problem(String name, Manifest.Entry entry, Progress progress) {
        Path file = directory.resolve(entry.filename());
        try {
            FileVersion version = FileVersion.read(file.toRealPath());
            if (version.size() != entry.size()) {
                return Optional.of(version.size() + " bytes, the manifest says " + entry.size());
            }
            progress.started(name, entry.size(), 0);
            Optional<Digest> digest =
                    FileDigester.digest(version, bytes -> progress.received(name, bytes), () -> false);
            progress.finished(name);
            if (digest.isEmpty()) {
                return Optional.of("it was changed while it was read");
            }
            return digest.get().equals(entry.digest())
                    ? Optional.empty()
                    : Optional.of("sha256 " + digest.get().hex() + ", the manifest says "
                            + entry.digest().hex());
        } catch (IOException e) {
            return Optional.of(Pem.reason(e));
        }
    }
}
