package io.plasmd.provider.catalog;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.OpenPgpSignature;
import io.plasmd.provider.release.Releases;
import io.plasmd.provider.release.SigningKey;
import io.plasmd.provider.release.Sums;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code <artifact>.sha256} and {@code SHA256SUMS}, as {@code sha256sum -c} and systemd-pull read them, and the signature
 * of the latter. A file of such a name on disk goes before: it has been served before anyone asks here.
 *
 * <p>What is signed is made here, from digests. A file that somebody brought is not: the key would vouch for whatever is
 * in it.
 */
final class Sidecars {
    /** Of so many places sums are remembered: all that are asked for again and again. */
    private static final int MOST = 1000;

    private final Served served;
    private final Optional<SigningKey> key;
    private final SignedLines lines;
    private final Releases releases;
    private final BestBefore bestBefore;
    private final Map<Of, SoftReference<MadeSums>> made = new ConcurrentHashMap<>();

    /** What sums are of: the directory of a release can be that of a channel as well, which may say until when. */
    private record Of(Path directory, boolean isRelease) {}

    /** What is made of the sums that there are. */
    private interface Use {
        Optional<Document> of(ArtifactDirectory directory, MadeSums made);
    }

    /**
     * About what is served.
     *
     * @param key what signs; empty for signatures from elsewhere only
     * @param releases with the signatures that came along with what was fetched
     */
    Sidecars(Served served, Optional<SigningKey> key, Releases releases, BestBefore bestBefore) {
        this.served = served;
        this.key = key;
        this.lines = new SignedLines(key);
        this.releases = releases;
        this.bestBefore = bestBefore;
    }

    /** Whether it is about all files of a directory. */
    boolean isOfMany(ArtifactPath wanted) {
        return wanted.name().equals(Names.SUMS) || isSignature(wanted) || bestBefore.isOne(wanted);
    }

    private static boolean isSignature(ArtifactPath wanted) {
        return wanted.name().equals(Names.SUMS_SIGNATURE) || wanted.name().equals(Names.SUMS_OPENPGP);
    }

    /**
     * What there is beside an artifact.
     *
     * @param signedInside whether a signature is to be in what there is for a single file
     */
    Document.Answer find(ArtifactPath wanted, boolean signedInside) throws IOException {
        if (wanted.name().equals(Names.SUMS)) {
            return sums(wanted, (directory, found) -> Optional.of(found.document()));
        }
        if (isSignature(wanted)) {
            // Sums that were brought have the signature that was brought along with them, or none.
            return served.find(wanted.withName(Names.SUMS)).isPresent()
                    ? new Document.Answer.None()
                    : sums(wanted, (directory, found) -> signature(wanted.name(), directory, found));
        }
        if (bestBefore.isOne(wanted)) {
            return sums(
                    wanted,
                    (directory, found) -> bestBefore
                            .of(wanted.place())
                            .filter(wanted.name()::equals)
                            .map(name -> MadeSums.binary(new byte[0])));
        }
        return wanted.name().endsWith(Names.DIGEST_SUFFIX) ? line(wanted, signedInside) : new Document.Answer.None();
    }

    private Document.Answer line(ArtifactPath wanted, boolean signedInside) throws IOException {
        String name = wanted.name().substring(0, wanted.name().length() - Names.DIGEST_SUFFIX.length());
        if (!Names.isArtifact(name)) {
            return new Document.Answer.None();
        }
        Optional<Artifact> artifact = served.find(wanted.withName(name));
        if (artifact.isEmpty()) {
            return new Document.Answer.None();
        }
        // As whoever has both in one directory checks them: without the directories that it is in here.
        String own = name.substring(name.lastIndexOf('/') + 1);
        return artifact.get()
                .digest()
                .<Document.Answer>map(digest ->
                        new Document.Answer.Found((signedInside ? lines.of(own, digest) : Optional.<Document>empty())
                                .orElseGet(() -> Document.of(
                                        "text/plain", Sums.line(own, digest).getBytes(StandardCharsets.UTF_8)))))
                .orElseGet(Document.Answer.NotYet::new);
    }

    private Document.Answer sums(ArtifactPath wanted, Use use) throws IOException {
        Optional<ArtifactDirectory> directory = served.directory(wanted.place());
        if (directory.isEmpty()) {
            return new Document.Answer.None();
        }
        Map<String, Digest> files = new HashMap<>();
        for (Artifact artifact : directory.get().artifacts()) {
            if (artifact.digest().isEmpty()) {
                return new Document.Answer.NotYet();
            }
            files.put(artifact.fileName(), artifact.digest().get());
        }
        if (!files.isEmpty()) {
            bestBefore.of(wanted.place()).ifPresent(name -> files.putIfAbsent(name, BestBefore.DIGEST));
        }
        MadeSums found = made(new Of(directory.get().realPath(), wanted.place().isRelease()), directory.get(), files);
        return found.sums().isEmpty()
                ? new Document.Answer.None()
                : use.of(directory.get(), found)
                        .<Document.Answer>map(Document.Answer.Found::new)
                        .orElseGet(Document.Answer.None::new);
    }

    /** As long as the files are the same, the same one. */
    private MadeSums made(Of of, ArtifactDirectory directory, Map<String, Digest> files) {
        SoftReference<MadeSums> last = made.get(of);
        MadeSums known = last == null ? null : last.get();
        if (known != null && known.areOf(directory, files)) {
            return known;
        }
        var fresh = new MadeSums(directory.channel(), directory.arch(), files);
        if (made.size() >= MOST) {
            made.clear();
        }
        made.put(of, new SoftReference<>(fresh));
        return fresh;
    }

    /**
     * Over exactly what a request for the sums is answered with. The one that came along is read each time: the next fetch may
     * bring that of another key.
     */
    private Optional<Document> signature(String name, ArtifactDirectory directory, MadeSums found) {
        boolean isOpenPgp = name.equals(Names.SUMS_OPENPGP);
        return key.map(signer -> found.signature(
                        name, sums -> isOpenPgp ? OpenPgpSignature.over(sums, signer) : signer.sign(sums)))
                .or(() -> (isOpenPgp
                                ? releases.fetchedOpenPgp(directory.realPath(), found.sums())
                                : releases.fetchedSignature(directory.realPath(), found.sums()))
                        .map(MadeSums::binary));
    }
}
