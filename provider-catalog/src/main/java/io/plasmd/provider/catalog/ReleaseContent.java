package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.FileVersion;
import io.plasmd.provider.release.HumanText;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.ReleaseRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Holds the files of a release against its record, by what is known of them: nothing is read for it. */
final class ReleaseContent {
    private final Digests digests;

    ReleaseContent(Digests digests) {
        this.digests = digests;
    }

    /** What is wrong with one of them; while a digest is still being computed its file counts as right. */
    Optional<String> problem(KeptRelease kept) {
        Map<String, FileVersion> there = new HashMap<>();
        kept.files().forEach(file -> there.put(file.name(), file.version()));
        Map<String, ReleaseRecord.StoredFile> recorded = kept.release().record().files();
        for (Map.Entry<String, ReleaseRecord.StoredFile> file : recorded.entrySet()) {
            FileVersion version = there.get(file.getKey());
            if (version == null) {
                return Optional.of(HumanText.printable(file.getKey()) + " is missing");
            }
            if (isOther(version, file.getValue())) {
                return Optional.of(HumanText.printable(file.getKey()) + " was changed");
            }
        }
        return there.keySet().stream()
                .filter(name -> !recorded.containsKey(name) && !Names.isReserved(name))
                .sorted()
                .findFirst()
                .map(name -> HumanText.printable(name) + " was added");
    }

    private boolean isOther(FileVersion version, ReleaseRecord.StoredFile stored) {
        Optional<Digest> digest = digests.of(version);
        return version.size() != stored.size()
                || (digest.isPresent() && !digest.get().equals(stored.digest()));
    }
}
