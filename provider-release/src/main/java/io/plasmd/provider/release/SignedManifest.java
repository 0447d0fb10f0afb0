package io.plasmd.provider.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.erdtman.jcs.JsonCanonicalizer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A manifest as it is sent, with its signatures: Ed25519 (RFC 8032) over the canonical form (RFC 8785) of all of it but
 * the member {@code signatures}.
 */
public final class SignedManifest {
    /** 20,000 artifacts are some 6 MB. */
    public static final int LARGEST_BYTES = 16 * 1024 * 1024;

    private static final String SIGNATURES = "signatures";

    /** Machines that boot have clocks that are not quite right. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    private final Manifest manifest;
    private final byte[] bytes;
    private final byte[] signedBytes;
    private final List<Signature> signatures;

    /**
     * One signature.
     *
     * @param keyId as {@link TrustedKey#id()} gives it
     * @param base64 its 64 bytes
     */
    private record Signature(String keyId, String base64) {

        /** What is no Base64 cannot be a signature either. */
        byte[] value() {
            try {
                return Base64.getDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                return new byte[0];
            }
        }
    }

    private SignedManifest(Manifest manifest, byte[] bytes, byte[] signedBytes, List<Signature> signatures) {
        this.manifest = manifest;
        this.bytes = bytes;
        this.signedBytes = signedBytes;
        this.signatures = signatures;
    }

    /** Signs by every key; by none where there is none. */
    public static SignedManifest sign(Manifest manifest, List<SigningKey> keys) {
        ObjectNode json = ManifestJson.write(manifest);
        byte[] signedBytes = canonical(json);
        ArrayNode array = json.putArray(SIGNATURES);
        List<Signature> signatures = new ArrayList<>();
        for (SigningKey key : keys) {
            String base64 = Base64.getEncoder().encodeToString(key.sign(signedBytes));
            var signature = new Signature(key.trusted().id(), base64);
            signatures.add(signature);
            array.addObject().put("keyid", signature.keyId()).put("sig", signature.base64());
        }
        return new SignedManifest(manifest, canonical(json), signedBytes, signatures);
    }

    /**
     * Reads one.
     *
     * @throws ReleaseException where it is no manifest; nothing has been said of its signatures then
     */
    public static SignedManifest parse(byte[] bytes) throws ReleaseException {
        JsonNode json;
        try {
            json = ManifestJson.MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            throw new ReleaseException("the manifest is no JSON: " + HumanText.printable(e.getOriginalMessage()), e);
        }
        if (!(json instanceof ObjectNode object)) {
            throw new ReleaseException("the manifest is no JSON object");
        }
        List<Signature> signatures = new ArrayList<>();
        for (JsonNode signature : object.path(SIGNATURES)) {
            signatures.add(new Signature(
                    signature.path("keyid").asString(""), signature.path("sig").asString("")));
        }
        object.remove(SIGNATURES);
        // What is checked is made from what has been read: no second reader that could see something else.
        return new SignedManifest(ManifestJson.read(object), bytes.clone(), canonical(object), signatures);
    }

    private static byte[] canonical(JsonNode json) {
        try {
            return new JsonCanonicalizer(json.toString()).getEncodedUTF8();
        } catch (IOException e) {
            // Thrown for what is no JSON.
            throw new UncheckedIOException(e);
        }
    }

    /** What it says. */
    public Manifest manifest() {
        return manifest;
    }

    /** The JSON document, as it came or as it is to be sent. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The JSON document as text. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The keys that it says have signed it; none has been believed yet. */
    public List<String> keyIds() {
        return signatures.stream().map(Signature::keyId).toList();
    }

    /**
     * Checks the signatures: one by a trusted key is enough, so that keys can be changed one after the other.
     *
     * @return the key whose signature is right
     */
    public TrustedKey requireSignedBy(Collection<TrustedKey> trusted) throws ReleaseException {
        for (Signature signature : signatures) {
            for (TrustedKey key : trusted) {
                if (key.id().equals(signature.keyId())) {
                    if (key.verify(signedBytes, signature.value())) {
                        return key;
                    }
                    throw new ReleaseException("the signature by " + key.id()
                            + " does not fit the manifest: it was changed after it was signed, or damaged on the way");
                }
            }
        }
        throw new ReleaseException(
                signatures.isEmpty()
                        ? "the manifest is not signed; expected a signature by " + ids(trusted)
                        : "the manifest is signed by another key: " + HumanText.printable(String.join(", ", keyIds()))
                                + "; expected " + ids(trusted));
    }

    private static String ids(Collection<TrustedKey> keys) {
        return String.join(" or ", keys.stream().map(TrustedKey::id).toList());
    }

    /** Refuses one whose time is over, or has not come. */
    public void requireInForce(Instant now) throws ReleaseException {
        if (!now.isBefore(manifest.expiresAt())) {
            throw new ReleaseException("the manifest has expired at " + manifest.expiresAt() + ", and it is " + now
                    + " now; is this machine's clock right, and does the server renew it?");
        }
        if (now.plus(CLOCK_SKEW).isBefore(manifest.createdAt())) {
            throw new ReleaseException("the manifest was made at " + manifest.createdAt() + ", but it is only " + now
                    + " now; is this machine's clock right?");
        }
    }
}
