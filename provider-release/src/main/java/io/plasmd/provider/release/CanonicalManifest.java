package io.plasmd.provider.release;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The canonical form (RFC 8785) of a manifest that is made here, written artifact by artifact: of 50,000 it has 20 MB, and
 * the tree of JSON that it would be made from otherwise, with the canonicalizer's own, ten times as much.
 */
final class CanonicalManifest {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    /** More than what is in an artifact beside names and paths. */
    private static final int EACH = 160;

    private final byte[] before;
    private final Bytes artifacts;

    /** Without the copy that everyone else gets. */
    private static final class Bytes extends ByteArrayOutputStream {
        Bytes(int size) {
            super(size);
        }

        void copyTo(byte[] target, int at) {
            System.arraycopy(buf, 0, target, at, count);
        }
    }

    /**
     * What has been read.
     *
     * @param rest all members but the artifacts
     */
    record Read(ObjectNode rest, SortedMap<String, Manifest.Entry> artifacts) {}

    CanonicalManifest(Manifest manifest) throws ReleaseException {
        ObjectNode first = StrictJson.MAPPER.createObjectNode().put("arch", manifest.arch());
        this.before = StrictJson.canonical(first);
        this.artifacts = artifacts(manifest);
    }

    /**
     * The whole of it.
     *
     * @param rest all members but the artifacts
     */
    byte[] with(ObjectNode rest) throws ReleaseException {
        byte[] others = StrictJson.canonical(rest);
        // Members are in the order of their names: the artifacts come right after the architecture.
        int at = before.length - 1;
        byte[] whole = new byte[others.length + artifacts.size()];
        System.arraycopy(others, 0, whole, 0, at);
        artifacts.copyTo(whole, at);
        System.arraycopy(others, at, whole, at + artifacts.size(), others.length - at);
        return whole;
    }

    /** Reads one artifact by artifact, for the same reason. Whether it was canonical has to be asked afterwards. */
    static Read read(byte[] bytes) throws ReleaseException {
        var read = new Read(StrictJson.MAPPER.createObjectNode(), new TreeMap<>());
        try (JsonParser json = StrictJson.MAPPER.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new ReleaseException("the manifest is no JSON object");
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                boolean isObject = json.nextToken() == JsonToken.START_OBJECT;
                if (isObject && name.equals("artifacts")) {
                    readArtifacts(json, read.artifacts());
                } else {
                    read.rest().set(name, json.<JsonNode>readValueAsTree());
                }
            }
        }
        StrictJson.requireUnambiguous("", read.rest());
        return read;
    }

    private static void readArtifacts(JsonParser json, SortedMap<String, Manifest.Entry> into) throws ReleaseException {
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            into.put(ManifestJson.name(name), ManifestJson.entry(name, json.readValueAsTree()));
        }
    }

    private static Bytes artifacts(Manifest manifest) {
        var out = new Bytes(size(manifest));
        var text = new StringBuilder();
        text.append(",\"artifacts\":{");
        String separator = "";
        // In the order of UTF-16 code units, as the RFC wants it (section 3.2.3).
        for (Map.Entry<String, Manifest.Entry> artifact : manifest.artifacts().entrySet()) {
            text.append(separator);
            append(text, artifact.getKey(), artifact.getValue());
            out.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
            text.setLength(0);
            separator = ",";
        }
        out.writeBytes((text + "}").getBytes(StandardCharsets.UTF_8));
        return out;
    }

    /** As many bytes as there will be, and some more; grown step by step it would be twice as many. */
    private static int size(Manifest manifest) {
        int size = EACH;
        for (Map.Entry<String, Manifest.Entry> artifact : manifest.artifacts().entrySet()) {
            Manifest.Entry entry = artifact.getValue();
            size += EACH
                    + artifact.getKey().length()
                    + entry.filename().length()
                    + entry.path().length()
                    + entry.blob().length();
        }
        return size;
    }

    private static void append(StringBuilder text, String name, Manifest.Entry entry) {
        quote(text, name);
        text.append(":{\"blob\":");
        quote(text, entry.blob());
        text.append(",\"filename\":");
        quote(text, entry.filename());
        text.append(",\"hash\":");
        quote(text, entry.digest().prefixed());
        text.append(",\"path\":");
        quote(text, entry.path());
        // No larger than what every reader takes exactly: no exponent (section 3.2.2.3).
        text.append(",\"size\":").append(entry.size()).append('}');
    }

    /** As section 3.2.2.2 has it. */
    private static void quote(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\b' -> text.append("\\b");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\f' -> text.append("\\f");
                case '\r' -> text.append("\\r");
                default -> {
                    if (c < ' ') {
                        text.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
