package io.plasmd.provider.release;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks a provider for a manifest, and for what goes with it. */
final class RemoteManifest {
    private static final Duration FIRST_CONTACT = Duration.ofSeconds(5);

    private final RemoteClient client;
    private final TransferSettings settings;

    RemoteManifest(RemoteClient client, TransferSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    /**
     * Waits for a server that asks to wait, since it is still computing digests. One that cannot be reached at all is not
     * waited for as long as in the midst of a download: its URL may be wrong, and somebody is looking on. Nothing is
     * believed yet.
     */
    SignedManifest get(Origin origin) throws ReleaseException, InterruptedException {
        return SignedManifest.parse(read(origin.manifest(), SignedManifest.LARGEST_BYTES, origin.missing()));
    }

    /** The signature over the sums; nothing where there is none, and what is no signature is for the caller to tell. */
    Optional<byte[]> sumsSignature(Origin origin, Manifest manifest) throws InterruptedException {
        return optional(origin.sumsSignature(manifest), TrustedKey.SIGNATURE_BYTES);
    }

    /** The same of OpenPGP. */
    Optional<byte[]> sumsOpenPgp(Origin origin, Manifest manifest) throws InterruptedException {
        return optional(origin.sumsOpenPgp(manifest), OpenPgpSignature.LONGEST);
    }

    private Optional<byte[]> optional(List<URI> places, int largest) throws InterruptedException {
        for (URI uri : places) {
            Optional<byte[]> found = optional(uri, largest);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<byte[]> optional(URI uri, int largest) throws InterruptedException {
        try {
            return Optional.of(read(uri, largest, "it is not there"));
        } catch (ReleaseException e) {
            // The release is whole without it.
            return Optional.empty();
        }
    }

    /** Reads all of something; {@code missing} says why it may not be there. */
    private byte[] read(URI uri, int largest, String missing) throws ReleaseException, InterruptedException {
        var patience = new Patience(settings.patience());
        var firstContact =
                new Patience(settings.patience().compareTo(FIRST_CONTACT) < 0 ? settings.patience() : FIRST_CONTACT);
        long deadline = System.nanoTime() + settings.manifestTime().toNanos();
        for (int failures = 1; ; failures++) {
            try {
                return readOnce(uri, largest, missing, deadline);
            } catch (LostException e) {
                (e.waitAsked().isZero() ? firstContact : patience).pause("the manifest", e, failures);
            }
        }
    }

    private byte[] readOnce(URI uri, int largest, String missing, long deadline)
            throws ReleaseException, LostException, InterruptedException {
        HttpResponse<BodyBuffers> response = request(uri);
        try (BodyBuffers body = response.body()) {
            int status = response.statusCode();
            if (status == 408 || status == 429 || status >= 500) {
                throw AnswerHead.busy(response);
            }
            if (status != 200) {
                throw new ReleaseException(uri + " answered " + status + ": "
                        + (status == 404 ? missing : "expected 200 and a manifest; is it a provider?"));
            }
            var content = new ByteArrayOutputStream();
            for (ByteBuffer bytes = client.next(response); bytes != null; bytes = client.next(response)) {
                if (content.size() + bytes.remaining() > largest) {
                    throw new ReleaseException(
                            uri + " sends more than " + largest + " bytes, which is too large for a manifest");
                }
                // One byte every few seconds is never silence, and a manifest has 16 million at most.
                if (System.nanoTime() - deadline > 0) {
                    throw new ReleaseException(uri + " was not there as a whole after "
                            + RemoteClient.text(settings.manifestTime())
                            + " (--manifest-timeout). See whether the server and the network are in order, then do the"
                            + " same again.");
                }
                byte[] part = new byte[bytes.remaining()];
                bytes.get(part);
                content.writeBytes(part);
            }
            long length = response.headers().firstValueAsLong("Content-Length").orElse(content.size());
            if (length != content.size()) {
                throw new LostException(
                        uri + " ended after " + content.size() + " of " + length + " bytes", Duration.ZERO);
            }
            return content.toByteArray();
        }
    }

    private HttpResponse<BodyBuffers> request(URI uri) throws ReleaseException, LostException, InterruptedException {
        try {
            return client.get(uri, null, null);
        } catch (RefusedException e) {
            throw new ReleaseException(e.what() + ". " + e.advice(), e);
        }
    }
}
