package io.plasmd.provider.cli;

import io.plasmd.provider.release.Release;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A release for programs. */
final class ReleaseJson {
    private ReleaseJson() {}

    static ObjectNode of(Release release) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("version", release.version());
        json.put("channel", release.record().channel());
        json.put("arch", release.record().arch());
        json.put("current", release.isCurrent());
        json.put("created_at", release.record().createdAt().toString());
        json.put("size_bytes", release.record().totalSize());
        json.put("path", release.record().path());
        ObjectNode files = json.putObject("files");
        release.record()
                .files()
                .forEach((name, file) -> files.putObject(name)
                        .put("hash", file.digest().prefixed())
                        .put("size_bytes", file.size()));
        return json;
    }

    static void putRemoved(ObjectNode json, List<Release> removed) {
        ArrayNode versions = json.putArray("removed");
        removed.forEach(release -> versions.add(release.version()));
    }
}
