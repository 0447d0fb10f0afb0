package io.plasmd.provider.health;

import com.typesafe.config.Config;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is served: a table for each architecture of each channel. */
final class ArtifactsSection {
    private static final String DIRECTORY = "endpoints.artifacts.directory";

    private ArtifactsSection() {}

    static void write(Html html, PageModel model) {
        List<StatusTree> artifacts = model.artifacts().list("available");
        html.open("section", "class", "artifacts", "aria-labelledby", "artifacts")
                .line();
        html.open("h2", "id", "artifacts").text("Artifacts");
        html.element("span", Units.count(model.artifacts().number("count")), "class", "count")
                .close()
                .line();
        if (model.artifacts().number("count") == 0) {
            empty(html, model);
        }
        pages(html, model);
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

    /** Only where there is more than one, or not all are shown. */
    private static void pages(Html html, PageModel model) {
        StatusQuery query = model.query();
        long pages = model.artifacts().number("pages");
        if (pages <= 1 && query.isForAll() && query.page() == 1) {
            return;
        }
        html.open("nav", "class", "pages", "aria-label", "Pages of artifacts").line();
        String part = Stream.of(query.channel(), query.arch())
                .filter(name -> !name.isEmpty())
                .collect(Collectors.joining(" / "));
        if (!part.isEmpty()) {
            html.element("bdi", part).text(" ");
            html.element("a", "Show all", "href", "/").line();
        }
        if (query.page() > 1) {
            html.element("a", "Previous", "href", query.link(query.page() - 1), "rel", "prev")
                    .line();
        }
        html.element(
                "span",
                "Page " + query.page() + " of " + Units.count(pages) + ", "
                        + Units.count(model.artifacts().number("matching"), "artifact", "artifacts"));
        html.line();
        if (query.page() < pages) {
            html.element("a", "Next", "href", query.link(query.page() + 1), "rel", "next")
                    .line();
        }
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
