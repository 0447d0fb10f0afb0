package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The record of a release as the file in its directory has it. */
final class RecordJson {
    /** Some hundred thousand files: more is nothing that was written here. */
    private static final int LARGEST_BYTES = 64 << 20;

    private RecordJson() {}

    static byte[] write(ReleaseRecord record) {
        ObjectNode json = StrictJson.MAPPER.createObjectNode();
        json.put("version", record.version());
        json.put("channel", record.channel());
        json.put("arch", record.arch());
        json.put("created_at", record.createdAt().toString());
        record.previous().ifPresent(previous -> json.put("previous", previous));
        ObjectNode files = json.putObject("files");
        record.files()
                .forEach((name, file) -> files.putObject(name)
                        .put("hash", file.digest().prefixed())
                        .put("size", file.size())
                        .put("modified_ns", file.modifiedNanos())
                        .put("changed_ns", file.changedNanos())
                        .put("inode", file.inode())
                        .put("made", file.making().text()));
        return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Names lead to what is read, linked and exchanged: whoever wrote the file, none may lead out of the directory. */
    private static void requireTree(Path file, JsonNode files) throws IOException {
        Set<String> names = new HashSet<>();
        for (Map.Entry<String, JsonNode> member : files.properties()) {
            if (!Names.isPath(member.getKey())) {
                throw new IOException(file + " is damaged: \"" + HumanText.printable(member.getKey())
                        + "\" is the name of no file of a release");
            }
            names.add(member.getKey());
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
        try {
            JsonNode json = StrictJson.MAPPER.readTree(SmallFile.read(file, LARGEST_BYTES));
            if (!json.path("files").isObject()) {
                throw new IOException(file + " is damaged: it names no files");
            }
            SortedMap<String, ReleaseRecord.StoredFile> files = new TreeMap<>();
            requireTree(file, json.path("files"));
            for (Map.Entry<String, JsonNode> member : json.path("files").properties()) {
                JsonNode stored = member.getValue();
                Digest digest = Digest.parsePrefixed(stored.path("hash").asString())
                        .orElseThrow(() -> new IOException(file + ": " + member.getKey() + " has no digest"));
                files.put(
                        member.getKey(),
                        new ReleaseRecord.StoredFile(
                                digest,
                                stored.path("size").asLong(),
                                stored.path("modified_ns").asLong(),
                                stored.path("changed_ns").asLong(),
                                stored.path("inode").asLong(),
                                ReleaseRecord.Making.parse(stored.path("made").asString())));
            }
            JsonNode previous = json.path("previous");
            return new ReleaseRecord(
                    json.path("version").asString(),
                    json.path("channel").asString(),
                    json.path("arch").asString(),
                    Instant.parse(json.path("created_at").asString()),
                    previous.isString() ? Optional.of(previous.asString()) : Optional.empty(),
                    files);
        } catch (JacksonException | DateTimeException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }
}
