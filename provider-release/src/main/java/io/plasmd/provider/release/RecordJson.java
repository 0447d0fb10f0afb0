package io.plasmd.provider.release;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The record of a release as the file in its directory has it. */
final class RecordJson {
    /** Some hundred thousand files: more is nothing that was written here. */
    private static final int LARGEST_BYTES = 64 << 20;

    private RecordJson() {}

    /** Written, as it is read, one file after the other: a tree of them all takes ten times the memory of the record. */
    static byte[] write(ReleaseRecord record) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json =
                StrictJson.MAPPER.writerWithDefaultPrettyPrinter().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringProperty("version", record.version());
            json.writeStringProperty("channel", record.channel());
            json.writeStringProperty("arch", record.arch());
            json.writeStringProperty("created_at", record.createdAt().toString());
            record.previous().ifPresent(previous -> json.writeStringProperty("previous", previous));
            json.writeObjectPropertyStart("files");
            record.files().forEach((name, file) -> write(json, name, file));
            json.writeEndObject();
            json.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, String name, ReleaseRecord.StoredFile file) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("hash", file.digest().prefixed());
        json.writeNumberProperty("size", file.size());
        json.writeNumberProperty("modified_ns", file.modifiedNanos());
        json.writeNumberProperty("changed_ns", file.changedNanos());
        json.writeNumberProperty("inode", file.inode());
        json.writeStringProperty("made", file.making().text());
        json.writeEndObject();
    }

    /** Names lead to what is read, linked and exchanged: whoever wrote the file, none may lead out of the directory. */
    private static void requireTree(Path file, Set<String> names) throws IOException {
        for (String name : names) {
            if (!Names.isPath(name)) {
                throw new IOException(file + " is damaged: \"" + HumanText.printable(name)
                        + "\" is the name of no file of a release");
            }
        }
        Optional<String> clash = NameTree.clash(names);
        if (clash.isPresent()) {
            throw new IOException(file + " is damaged: " + clash.get());
        }
    }

    /**
     * Reads the record of the release in a directory.
     *
     * @throws IOException where there is none, or nothing that was written here
     */
    static ReleaseRecord read(Path directory) throws IOException {
        Path file = directory.resolve(StoreLayout.RECORD);
        byte[] bytes = SmallFile.read(file, LARGEST_BYTES);
        try (JsonParser json = StrictJson.MAPPER.createParser(bytes)) {
            ObjectNode rest = StrictJson.MAPPER.createObjectNode();
            SortedMap<String, ReleaseRecord.StoredFile> files = new TreeMap<>();
            boolean hasFiles = false;
            require(file, json.nextToken() == JsonToken.START_OBJECT, "it is no object");
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                boolean isObject = json.nextToken() == JsonToken.START_OBJECT;
                if (isObject && name.equals("files")) {
                    hasFiles = true;
                    readFiles(file, json, files);
                } else {
                    rest.set(name, json.<JsonNode>readValueAsTree());
                }
            }
            require(file, json.nextToken() == null, "something comes after its end");
            require(file, hasFiles, "it names no files");
            requireTree(file, files.keySet());
            return record(rest, files);
        } catch (JacksonException | DateTimeException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static void require(Path file, boolean isRight, String otherwise) throws IOException {
        if (!isRight) {
            throw new IOException(file + " is damaged: " + otherwise);
        }
    }

    private static void readFiles(Path file, JsonParser json, SortedMap<String, ReleaseRecord.StoredFile> into)
            throws IOException {
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            JsonNode stored = json.readValueAsTree();
            Digest digest = Digest.parsePrefixed(stored.path("hash").asString())
                    .orElseThrow(() -> new IOException(file + " has a file with no digest"));
            into.put(
                    name,
                    new ReleaseRecord.StoredFile(
                            digest,
                            stored.path("size").asLong(),
                            stored.path("modified_ns").asLong(),
                            stored.path("changed_ns").asLong(),
                            stored.path("inode").asLong(),
                            ReleaseRecord.Making.parse(stored.path("made").asString())));
        }
    }

    private static ReleaseRecord record(JsonNode json, SortedMap<String, ReleaseRecord.StoredFile> files) {
        JsonNode previous = json.path("previous");
        return new ReleaseRecord(
                json.path("version").asString(),
                json.path("channel").asString(),
                json.path("arch").asString(),
                Instant.parse(json.path("created_at").asString()),
                previous.isString() ? Optional.of(previous.asString()) : Optional.empty(),
                files);
    }
}
