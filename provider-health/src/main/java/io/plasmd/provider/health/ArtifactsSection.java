package io.plasmd.provider.health;

import com.typesafe.config.Config;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is served: a table for each architecture of each channel. */
final class ArtifactsSection {
    private static final String DIRECTORY = "endpoints.artifacts.directory";

    private ArtifactsSection() {}

    static void write(Html html, PageModel model) {
        List<StatusTree> artifacts = model.artifacts().list("available");
        html.open("section", "class", "artifacts", "aria-labelledby", "artifacts")
                .line();
        html.open("h2", "id", "artifacts").text("Artifacts");
        html.element("span", Units.count(artifacts.size()), "class", "count")
                .close()
                .line();
        if (artifacts.isEmpty()) {
            empty(html, model);
        }
        Map<List<String>, List<StatusTree>> groups = artifacts.stream()
                // What a client gets that names neither comes first.
                .sorted(Comparator.comparing(
                        (StatusTree artifact) -> !artifact.text("channel").equals(model.channel())
                                || !artifact.text("arch").equals(model.arch())))
                .collect(Collectors.groupingBy(
                        artifact -> List.of(artifact.text("channel"), artifact.text("arch")),
                        LinkedHashMap::new,
                        Collectors.toList()));
        groups.forEach((group, list) -> ArtifactTable.write(html, model, group.getFirst(), group.getLast(), list));
        html.close().line();
    }

    private static void empty(Html html, PageModel model) {
        Config config = model.provider().config();
        html.open("p", "class", "empty");
        if (config.hasPath(DIRECTORY)) {
            html.text("There are none yet. Put files such as ");
            html.element("code", "vmlinuz")
                    .text(", ")
                    .element("code", "initramfs.img")
                    .text(" and ");
            html.element("code", "rootfs.sqfs").text(" into ");
            html.element("code", config.getString(DIRECTORY) + "/" + model.channel() + "/" + model.arch() + "/");
            html.text(" and they appear here within seconds.");
        } else {
            html.text("This server has no artifacts endpoint: see Plugins for what it runs.");
        }
        html.close().line();
    }
}
