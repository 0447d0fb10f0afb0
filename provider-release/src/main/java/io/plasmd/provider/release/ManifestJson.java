package io.plasmd.provider.release;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A manifest as JSON, without its signatures. */
final class ManifestJson {
    /** An absolute path with no empty segment in front, of the characters that RFC 3986 (section 3.3) allows. */
    private static final Pattern PATH =
            Pattern.compile("/[A-Za-z0-9._~!$&'()*+,;=:@%-][A-Za-z0-9._~!$&'()*+,;=:@%/-]*+");

    private static final Pattern NO_ENCODING = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private static final int LONGEST_SHOWN = 200;

    private ManifestJson() {}

    /** All but the artifacts: see {@link CanonicalManifest}. */
    static ObjectNode writeRest(Manifest manifest) {
        ObjectNode json = StrictJson.MAPPER.createObjectNode();
        json.put("manifest_version", Manifest.FORMAT);
        json.put("version", manifest.version());
        json.put("channel", manifest.channel());
        json.put("arch", manifest.arch());
        json.put("created_at", manifest.createdAt().toString());
        json.put("expires_at", manifest.expiresAt().toString());
        manifest.releasePath().ifPresent(path -> json.put("release_path", path));
        json.putObject("provider").put("name", manifest.provider());
        return json;
    }

    /** Reads one; members that it does not know are none of its business. */
    static Manifest read(JsonNode json) throws ReleaseException {
        requireFormat(json);
        SortedMap<String, Manifest.Entry> artifacts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> member : json.path("artifacts").properties()) {
            artifacts.put(name(member.getKey()), entry(member.getKey(), member.getValue()));
        }
        return manifest(json, artifacts);
    }

    private static void requireFormat(JsonNode json) throws ReleaseException {
        JsonNode format = json.path("manifest_version");
        if (!format.isInt() || format.asInt() != Manifest.FORMAT) {
            throw wrong("manifest_version", format, "expected " + Manifest.FORMAT + ", the only one known here");
        }
        String version = text(json, "version");
        if (!Names.isVersion(version)) {
            throw wrong("version", json.path("version"), "expected 1 to 128 letters, digits and . _ + ~ -");
        }
    }

    /** The same where the artifacts have been read already. */
    static Manifest read(JsonNode json, SortedMap<String, Manifest.Entry> artifacts) throws ReleaseException {
        requireFormat(json);
        return manifest(json, artifacts);
    }

    private static Manifest manifest(JsonNode json, SortedMap<String, Manifest.Entry> artifacts)
            throws ReleaseException {
        if (artifacts.isEmpty()) {
            throw wrong("artifacts", json.path("artifacts"), "expected at least one");
        }
        requireCountable(artifacts);
        long files = artifacts.values().stream()
                .map(Manifest.Entry::filename)
                .distinct()
                .count();
        if (files != artifacts.size()) {
            throw new ReleaseException("the manifest is wrong: two of its artifacts have the same filename");
        }
        requireTree(artifacts);
        return new Manifest(
                text(json, "version"),
                segment("channel", text(json, "channel")),
                segment("arch", text(json, "arch")),
                instant(json, "created_at"),
                instant(json, "expires_at"),
                json.has("release_path") ? Optional.of(path("", json, "release_path")) : Optional.empty(),
                artifacts,
                json.path("provider").path("name").asString(""));
    }

    static Manifest.Entry entry(String name, JsonNode json) throws ReleaseException {
        String at = "artifacts." + HumanText.printable(name) + ".";
        String filename = text(json, "filename");
        if (!Names.isArtifact(filename)) {
            throw wrong(at + "filename", json.path("filename"), "this " + Names.whyNoArtifact(filename));
        }
        JsonNode size = json.path("size");
        if (!size.isIntegralNumber()
                || !size.canConvertToLong()
                || size.asLong() < 0
                || size.asLong() > StrictJson.LARGEST) {
            throw wrong(at + "size", size, "expected a number of bytes");
        }
        Digest digest = Digest.parsePrefixed(text(json, "hash"))
                .orElseThrow(() -> wrong(at + "hash", json.path("hash"), "expected sha256: and 64 lower-case digits"));
        return new Manifest.Entry(filename, digest, size.asLong(), path(at, json, "path"), path(at, json, "blob"));
    }

    /** Whoever adds the sizes up, to see whether there is room, must get their sum. */
    private static void requireCountable(SortedMap<String, Manifest.Entry> artifacts) throws ReleaseException {
        long sum = 0;
        for (Manifest.Entry entry : artifacts.values()) {
            sum += entry.size();
            if (sum > StrictJson.LARGEST) {
                throw new ReleaseException("the manifest is wrong: the sizes of its artifacts add up to more than "
                        + StrictJson.LARGEST + " bytes");
            }
        }
    }

    /** On the same server: a path that begins with two slashes would name another host. */
    private static String path(String at, JsonNode json, String member) throws ReleaseException {
        String path = text(json, member);
        if (!PATH.matcher(path).matches() || NO_ENCODING.matcher(path).find()) {
            throw wrong(at + member, json.path(member), "expected an absolute path, percent-encoded");
        }
        return path;
    }

    /** Told before anything is written: what comes first would be in the way of the other. */
    private static void requireTree(SortedMap<String, Manifest.Entry> artifacts) throws ReleaseException {
        Set<String> files = artifacts.values().stream()
                .map(Manifest.Entry::filename)
                .collect(Collectors.toCollection(HashSet::new));
        Optional<String> clash = NameTree.clash(files);
        if (clash.isPresent()) {
            throw new ReleaseException("the manifest is wrong: of its artifacts " + clash.get());
        }
    }

    static String name(String text) throws ReleaseException {
        if (!Names.isPath(text)) {
            throw new ReleaseException("the manifest is wrong: artifacts has the name \"" + shortened(text)
                    + "\": expected a role, or the filename");
        }
        return text;
    }

    /** What is longer than any name is not repeated at full length. */
    private static String shortened(String text) {
        return HumanText.printable(text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text);
    }

    private static String segment(String at, String text) throws ReleaseException {
        if (!Names.isSegment(text)) {
            throw new ReleaseException("the manifest is wrong: " + at + " has the name \"" + HumanText.printable(text)
                    + "\": expected one without / and without a dot in front");
        }
        return text;
    }

    private static Instant instant(JsonNode json, String member) throws ReleaseException {
        try {
            return Instant.parse(text(json, member));
        } catch (DateTimeException e) {
            throw wrong(member, json.path(member), "expected a time such as 2026-11-22T10:15:00Z");
        }
    }

    private static String text(JsonNode json, String member) throws ReleaseException {
        JsonNode value = json.path(member);
        if (!value.isString()) {
            throw wrong(member, value, "expected a text");
        }
        return value.asString();
    }

    private static ReleaseException wrong(String at, JsonNode value, String expected) {
        String shown = value.isMissingNode() ? "is missing" : "= " + shortened(value.toString());
        return new ReleaseException("the manifest is wrong: " + at + " " + shown + ": " + expected);
    }
}
