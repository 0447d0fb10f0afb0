package io.plasmd.provider.health;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The artifacts of one channel and architecture; those of a directory below fold away. The roles are spelled out: on a phone the stylesheet lays rows out as
 * blocks, at which browsers forget that they belong to a table.
 */
final class ArtifactTable {
    private static final String DIGEST_PREFIX = "sha256:";

    private final Html html;
    private final PageModel model;
    private final String base;

    private ArtifactTable(Html html, PageModel model, String channel, String arch) {
        this.html = html;
        this.model = model;
        this.base = model.clientBase() + "/" + segment(channel) + "/" + segment(arch) + "/";
    }

    static void write(Html html, PageModel model, String channel, String arch, List<StatusTree> artifacts) {
        new ArtifactTable(html, model, channel, arch).write(channel, arch, artifacts);
    }

    private void write(String channel, String arch, List<StatusTree> artifacts) {
        html.open("div", "class", "release", "data-key", channel + "/" + arch).open("div", "class", "release-head");
        html.open("h3").element("bdi", channel);
        html.element("span", " / ", "class", "muted").element("bdi", arch).close();
        if (channel.equals(model.channel()) && arch.equals(model.arch())) {
            html.element("span", "default", "class", "badge");
        }
        ArtifactFolder all = ArtifactFolder.of(artifacts);
        boolean isWhole = model.artifacts().number("pages") == 1;
        String files = Units.count(all.count(), "file", "files") + (isWhole ? "" : " on this page");
        html.element("span", files + ", " + Units.bytes(all.size()), "class", "muted");
        if (!isWhole) {
            html.element("a", "only these", "href", new StatusQuery(channel, arch, 1).link(1));
        }
        html.element("a", "manifest.json", "href", base + "manifest.json");
        html.element("a", "SHA256SUMS", "href", base + "SHA256SUMS").close().line();
        folder("Artifacts of " + channel + " / " + arch, all);
        html.close().line();
    }

    private void folder(String caption, ArtifactFolder folder) {
        if (!folder.files().isEmpty()) {
            table(caption, folder);
        }
        for (ArtifactFolder inner : folder.folders()) {
            String name = inner.prefix().substring(folder.prefix().length());
            html.open("details", "class", "folder", "data-key", inner.prefix()).open("summary");
            html.element("bdi", name, "class", "name").text(" ");
            String files = Units.count(inner.count(), "file", "files");
            html.element("span", files + ", " + Units.bytes(inner.size()), "class", "muted");
            html.close().line();
            folder(caption + ": " + inner.prefix(), inner);
            html.close().line();
        }
    }

    private void table(String caption, ArtifactFolder folder) {
        html.open("table", "role", "table");
        html.element("caption", caption, "class", "for-readers").line();
        html.open("thead", "role", "rowgroup").open("tr", "role", "row");
        for (String name : new String[] {"Artifact", "Size", "Changed", "SHA-256 digest", "Download"}) {
            html.element("th", name, "role", "columnheader", "scope", "col");
        }
        html.close().close().line().open("tbody", "role", "rowgroup").line();
        folder.files().forEach(file -> row(folder.prefix(), file));
        html.close().close().line();
    }

    private void row(String prefix, StatusTree artifact) {
        String whole = artifact.text("name");
        String name = whole.startsWith(prefix) ? whole.substring(prefix.length()) : whole;
        String file = artifact.text("filename").substring(prefix.length());
        html.open("tr", "role", "row", "data-key", name);
        html.open("th", "role", "rowheader", "scope", "row", "class", "name").element("bdi", name);
        if (!name.equals(file)) {
            html.open("span", "class", "file").element("bdi", file).close();
        }
        html.close();
        html.element("td", Units.bytes(artifact.number("size_bytes")), "role", "cell", "class", "size");
        html.open("td", "role", "cell", "class", "age");
        age(artifact.text("modified"));
        html.close().open("td", "role", "cell", "class", "digest");
        digest(name, artifact.text("hash"));
        html.close().open("td", "role", "cell", "class", "get");
        html.open("a", "href", base + path(whole), "download", file).text("Download");
        html.element("span", " " + name, "class", "for-readers").close();
        html.close().close().line();
    }

    private void age(String modified) {
        try {
            Duration age = Duration.between(Instant.parse(modified), model.now());
            html.element("time", Units.age(age), "datetime", modified, "title", modified);
        } catch (DateTimeException e) {
            html.text(modified);
        }
    }

    private void digest(String name, String hash) {
        if (hash.isEmpty()) {
            html.element("span", "being computed", "class", "muted");
            return;
        }
        String hex = hash.startsWith(DIGEST_PREFIX) ? hash.substring(DIGEST_PREFIX.length()) : hash;
        html.open("div").element("code", hex);
        html.open("button", "type", "button", "class", "copy with-script", "data-copy", hex)
                .text("Copy");
        html.element("span", " the digest of " + name, "class", "for-readers")
                .close()
                .close();
    }

    private static String path(String name) {
        return Arrays.stream(name.split("/")).map(ArtifactTable::segment).collect(Collectors.joining("/"));
    }

    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
