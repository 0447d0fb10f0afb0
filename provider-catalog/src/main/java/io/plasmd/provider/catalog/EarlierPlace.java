package io.plasmd.provider.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where digests and manifests were up to 0.1.0: {@code <data>/artifacts}, which by default was the artifacts directory
 * itself. They are moved once, so that nothing is digested again and manifests keep their dates.
 */
final class EarlierPlace {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierPlace.class);

    private final Path directory;

    EarlierPlace(Path directory) {
        this.directory = directory;
    }

    void moveTo(PrivateDirectory now) {
        move(directory.resolve(DigestStore.NAME), now.file(DigestStore.NAME));
        Path manifests = directory.resolve(ManifestFiles.NAME);
        if (holdsNothingButManifests(manifests)) {
            move(manifests, now.file(ManifestFiles.NAME));
        }
    }

    /** Some of them may be in a directory that others can write to: what they put there does not come along. */
    private static void move(Path old, Path now) {
        if (!Files.exists(old, LinkOption.NOFOLLOW_LINKS) || Files.exists(now, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            requirePrivate(old);
            Files.move(old, now, StandardCopyOption.ATOMIC_MOVE);
            LOG.info("{} is {} from now on", old, now);
        } catch (IOException e) {
            LOG.warn(
                    "{} is of an earlier version, and not taken over: {}. What was in it is made anew; delete it.",
                    old,
                    e.toString());
        }
    }

    private static void requirePrivate(Path top) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.isSymbolicLink(file)) {
                    throw new NotPrivateException(file, "it is a link");
                }
                Ownership.of(file).requirePrivate();
            }
        }
    }

    /** A channel may have that name. */
    private static boolean holdsNothingButManifests(Path top) {
        try (Stream<Path> files = Files.walk(top)) {
            return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .allMatch(file -> top.relativize(file).getNameCount() == 2
                            && file.getFileName().toString().matches(".+\\.json(\\.new)?"));
        } catch (IOException e) {
            return false;
        }
    }
}
