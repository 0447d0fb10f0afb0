package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What came along with releases that were fetched: the manifests of their origin, and its signatures. */
final class FetchedManifests {
    private static final Logger LOG = LoggerFactory.getLogger(FetchedManifests.class);

    private final Map<Path, Fetched> all = new ConcurrentHashMap<>();

    private record Fetched(FileVersion file, SignedManifest manifest) {}

    /** That of the release in a directory; the same object until it is another one. */
    Optional<SignedManifest> manifest(Path directory) {
        if (!StoreLayout.isRelease(directory)) {
            return Optional.empty();
        }
        try {
            FileVersion file = FileVersion.read(directory.resolve(StoreLayout.MANIFEST));
            Fetched before = all.get(directory);
            if (before == null || !before.file().equals(file)) {
                before = new Fetched(
                        file, SignedManifest.parse(SmallFile.read(file.path(), SignedManifest.LARGEST_BYTES)));
                all.put(directory, before);
            }
            return Optional.of(before.manifest());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | ReleaseException e) {
            LOG.debug("{} has no usable manifest", directory, e);
            return Optional.empty();
        }
    }

    /** The signature beside it, if it is one over the sums of what is there now. */
    Optional<byte[]> signature(Path directory, Sums sums) {
        return manifest(directory)
                .flatMap(manifest -> read(directory, StoreLayout.SUMS_SIGNATURE, TrustedKey.SIGNATURE_BYTES)
                        .filter(signature -> sums.isSignedAs(manifest, signature)));
    }

    /** The same of OpenPGP. */
    Optional<byte[]> openPgp(Path directory, Sums sums) {
        return manifest(directory)
                .flatMap(manifest -> read(directory, StoreLayout.SUMS_OPENPGP, OpenPgpSignature.LONGEST)
                        .filter(signature -> OpenPgpSignature.isBy(manifest.namedKeys(), sums, signature)));
    }

    private static Optional<byte[]> read(Path directory, String name, int most) {
        try {
            return Optional.of(SmallFile.read(directory.resolve(name), most));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.debug("{} has no usable signature of its sums", directory, e);
            return Optional.empty();
        }
    }

    void forgetGone() {
        all.keySet().removeIf(directory -> !Files.exists(directory));
    }
}
