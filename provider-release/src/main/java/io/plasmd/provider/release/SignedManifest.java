package io.plasmd.provider.release;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A manifest as it is sent, with its signatures: Ed25519 (RFC 8032) over the canonical form (RFC 8785) of all of it but
 * the member {@code signatures}.
 */
public final class SignedManifest {
    /** 50,000 artifacts behind some directories are some 20 MB (measured: 20.6). */
    public static final int LARGEST_BYTES = 24 * 1024 * 1024;

    private static final String SIGNATURES = "signatures";

    /** Machines that boot have clocks that are not quite right. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    /** Each is checked in some tenths of a millisecond, and nobody has so many keys. */
    private static final int MOST_SIGNATURES = 64;

    private final Manifest manifest;
    private final SignedText text;
    private final List<ManifestSignature> signatures;
    private final byte[] bytes;

    /** One that has been made or read. */
    private SignedManifest(Manifest manifest, SignedText text, List<ManifestSignature> signatures, byte[] bytes) {
        this.manifest = manifest;
        this.text = text;
        this.signatures = List.copyOf(signatures);
        this.bytes = bytes;
    }

    private static void put(List<ManifestSignature> signatures, ObjectNode json) {
        ArrayNode array = json.putArray(SIGNATURES);
        for (ManifestSignature signature : signatures) {
            array.addObject().put("keyid", signature.keyId()).put("sig", signature.base64());
        }
    }

    /** Signs by every key; by none where there is none. */
    public static SignedManifest sign(Manifest manifest, List<SigningKey> keys) {
        ObjectNode json = ManifestJson.writeRest(manifest);
        try {
            var canonical = new CanonicalManifest(manifest);
            SignedText text = SignedText.ofManifest(canonical.with(json));
            List<ManifestSignature> signatures = new ArrayList<>();
            for (SigningKey key : keys) {
                String base64 = Base64.getEncoder().encodeToString(key.sign(text));
                signatures.add(new ManifestSignature(key.trusted().id(), base64));
            }
            put(signatures, json);
            return new SignedManifest(manifest, text, signatures, canonical.with(json));
        } catch (ReleaseException e) {
            // What is written here is JSON.
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads one.
     *
     * @throws ReleaseException where it is no manifest; nothing has been said of its signatures then
     */
    public static SignedManifest parse(byte[] bytes) throws ReleaseException {
        Optional<SignedManifest> canonical = parseCanonical(bytes);
        return canonical.isPresent() ? canonical.get() : parseAny(bytes);
    }

    /**
     * One that is in its canonical form, with nothing in its artifacts that is not known here, as nearly all are: what is
     * written of what was read has to be the same to the last byte. Anything else is read otherwise.
     */
    private static Optional<SignedManifest> parseCanonical(byte[] bytes) {
        try {
            CanonicalManifest.Read read = CanonicalManifest.read(bytes);
            ObjectNode json = read.rest();
            List<ManifestSignature> signatures = signatures(json.path(SIGNATURES));
            json.remove(SIGNATURES);
            Manifest manifest = ManifestJson.read(json, read.artifacts());
            var canonical = new CanonicalManifest(manifest);
            byte[] text = canonical.with(json);
            put(signatures, json);
            return Arrays.equals(canonical.with(json), bytes)
                    ? Optional.of(new SignedManifest(manifest, SignedText.ofManifest(text), signatures, bytes.clone()))
                    : Optional.empty();
        } catch (JacksonException | ReleaseException e) {
            // Whoever reads it otherwise says what is wrong.
            return Optional.empty();
        }
    }

    private static SignedManifest parseAny(byte[] bytes) throws ReleaseException {
        ObjectNode json = StrictJson.read(bytes);
        List<ManifestSignature> signatures = signatures(json.path(SIGNATURES));
        json.remove(SIGNATURES);
        // What is checked is made from what has been read: no second reader that could see something else.
        SignedText text = SignedText.ofManifest(StrictJson.canonical(json));
        Manifest manifest = ManifestJson.read(json);
        put(signatures, json);
        return new SignedManifest(manifest, text, signatures, StrictJson.canonical(json));
    }

    private static List<ManifestSignature> signatures(JsonNode json) throws ReleaseException {
        if ((!json.isMissingNode() && !json.isArray()) || json.size() > MOST_SIGNATURES) {
            throw new ReleaseException(
                    "the manifest is wrong: signatures: expected an array of " + MOST_SIGNATURES + " at most");
        }
        List<ManifestSignature> signatures = new ArrayList<>();
        for (JsonNode signature : json) {
            signatures.add(new ManifestSignature(
                    signature.path("keyid").asString(""), signature.path("sig").asString("")));
        }
        return signatures;
    }

    /** What it says. */
    public Manifest manifest() {
        return manifest;
    }

    /** The JSON document in its canonical form: nothing that nobody has signed is passed on, but the signatures. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether it is the same to the last byte. */
    public boolean isSame(SignedManifest other) {
        return Arrays.equals(bytes, other.bytes);
    }

    /** The JSON document as text. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The keys that it says have signed it; none has been believed yet. */
    public List<String> keyIds() {
        return signatures.stream().map(ManifestSignature::keyId).toList();
    }

    /** The keys that it says have signed it, as far as their ids name keys; none has been believed yet. */
    List<TrustedKey> namedKeys() {
        return signatures.stream().flatMap(one -> one.namedKey().stream()).toList();
    }

    /** Those of them that really have. */
    Set<String> signers() {
        Set<String> signers = new HashSet<>();
        for (ManifestSignature signature : signatures) {
            signature
                    .namedKey()
                    .filter(key -> key.verify(text, signature.value()))
                    .ifPresent(key -> signers.add(key.id()));
        }
        return signers;
    }

    /** Whether the same has been signed, by whomever. */
    boolean saysTheSame(SignedManifest other) {
        return text.isSame(other.text);
    }

    /**
     * Checks the signatures: one by a trusted key is enough, so that keys can be changed one after the other, and so that
     * nobody can spoil it by putting a wrong one beside it.
     *
     * @return the key whose signature is right
     */
    public TrustedKey requireSignedBy(Collection<TrustedKey> trusted) throws ReleaseException {
        Optional<String> wrong = Optional.empty();
        for (ManifestSignature signature : signatures) {
            for (TrustedKey key : trusted) {
                if (key.id().equals(signature.keyId())) {
                    if (key.verify(text, signature.value())) {
                        return key;
                    }
                    wrong = Optional.of(key.id());
                }
            }
        }
        if (wrong.isPresent()) {
            throw new ReleaseException("the signature by " + wrong.get()
                    + " does not fit the manifest: it was changed after it was signed, or damaged on the way");
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
