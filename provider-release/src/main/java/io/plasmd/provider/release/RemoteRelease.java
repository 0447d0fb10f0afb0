package io.plasmd.provider.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A release at its origin, to be checked without being kept. */
public final class RemoteRelease implements CheckableRelease {
    private final Origin origin;
    private final TransferSettings settings;
    private final SignedManifest manifest;

    private RemoteRelease(Origin origin, TransferSettings settings, SignedManifest manifest) {
        this.origin = origin;
        this.settings = settings;
        this.manifest = manifest;
    }

    /** Asks for the manifest. It is that of the channel and architecture that were asked for; no more is known of it. */
    public static RemoteRelease find(Origin origin, TransferSettings settings)
            throws ReleaseException, InterruptedException {
        try (var client = new RemoteClient(settings)) {
            SignedManifest manifest = new RemoteManifest(client, settings).get(origin);
            origin.requirePlace(manifest.manifest());
            return new RemoteRelease(origin, settings, manifest);
        }
    }

    @Override
    public SignedManifest manifest() {
        return manifest;
    }

    @Override
    public List<CheckedArtifact> check(Progress progress) throws InterruptedException {
        List<RemoteArtifact> artifacts = new ArrayList<>();
        manifest.manifest().artifacts().forEach((name, entry) -> artifacts.add(origin.artifact(name, entry)));
        Map<RemoteArtifact, ReleaseException> wrong;
        try (var verifier = new BlobVerifier(settings)) {
            wrong = verifier.verify(artifacts, progress);
        }
        List<CheckedArtifact> checked = new ArrayList<>();
        int next = 0;
        for (Map.Entry<String, Manifest.Entry> artifact :
                manifest.manifest().artifacts().entrySet()) {
            Optional<String> problem =
                    Optional.ofNullable(wrong.get(artifacts.get(next++))).map(ReleaseException::getMessage);
            checked.add(new CheckedArtifact(artifact.getKey(), artifact.getValue(), problem));
        }
        return checked;
    }
}
