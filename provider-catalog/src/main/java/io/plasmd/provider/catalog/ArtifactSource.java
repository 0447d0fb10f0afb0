package io.plasmd.provider.catalog;

import io.plasmd.provider.files.RemoteMount;
import io.plasmd.provider.release.Digest;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where artifacts come from, as those see it who send them. All that it says is as of the moment of asking. */
public interface ArtifactSource {

    /**
     * The artifact behind a role or file name.
     *
     * @throws java.io.UncheckedIOException where nobody knows; of {@link UnavailableException} with what to say
     */
    Optional<Artifact> find(ArtifactPath wanted) throws IOException;

    /** The artifact with a digest: that of exactly the version of the file that is found. */
    Optional<Artifact> find(Digest digest);

    /** Whether files are there whose digests may turn out to be any. */
    boolean isIncomplete();

    /**
     * What is made beside an artifact: {@code <artifact>.sha256}, {@code SHA256SUMS} and what signs it. Those of many files
     * take a while, and are made once for all who ask meanwhile.
     *
     * @param signedInside whether {@code <artifact>.sha256} is to have a signature in it, where there is a key: text that is
     *     signed as OpenPGP has it
     */
    CompletableFuture<Document.Answer> sidecar(ArtifactPath wanted, boolean signedInside) throws IOException;

    /** The manifest of what a place has, as {@link #sidecar}. */
    CompletableFuture<Document.Answer> manifest(ArtifactPlace place);

    /**
     * The list of the releases that are kept, as {@link #sidecar}.
     *
     * @param of what channel and architecture; empty for all
     * @param page from 1 on
     */
    CompletableFuture<Document.Answer> releases(Optional<ArtifactPlace> of, int page);

    /**
     * The file system that has to be asked for what a place has, where that may not answer: then not by a thread that others
     * need.
     */
    Optional<RemoteMount> remote(ArtifactPlace place);

    /** The same of the artifact with a digest, as far as anybody knows. */
    Optional<RemoteMount> remote(Digest digest);

    /** The same of an artifact that has been found. */
    Optional<RemoteMount> remote(Artifact artifact);

    /** What is known of the bytes of its files. */
    KnownDigests digests();
}
