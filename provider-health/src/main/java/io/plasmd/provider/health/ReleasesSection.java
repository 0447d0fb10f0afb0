package io.plasmd.provider.health;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The releases that are kept, and which of them clients get. */
final class ReleasesSection {
    private static final int SHOWN = 30;

    private ReleasesSection() {}

    static void write(Html html, PageModel model) {
        List<StatusTree> releases = model.artifacts().list("releases");
        if (releases.isEmpty()) {
            return;
        }
        html.open("section", "class", "releases", "aria-labelledby", "releases").line();
        html.open("h2", "id", "releases").text("Releases");
        html.element("span", Units.count(model.artifacts().count("releases")), "class", "count")
                .close()
                .line();
        html.open("ul").line();
        releases.stream().limit(SHOWN).forEach(release -> row(html, model, release));
        html.close().line();
        if (releases.size() > SHOWN) {
            html.element(
                    "p", "and " + Units.count(model.artifacts().count("releases") - SHOWN) + " more", "class", "muted");
        }
        html.close().line();
    }

    private static void row(Html html, PageModel model, StatusTree release) {
        String place = release.text("channel") + " / " + release.text("arch");
        html.open("li", "data-key", place + " " + release.text("version"));
        html.open("span", "class", "what").element("bdi", release.text("version"));
        if (release.isTrue("current")) {
            html.text(" ").element("span", "current", "class", "badge");
        }
        html.close();
        html.open("a", "href", model.clientBase() + directory(release) + "manifest.json", "class", "directory")
                .element("bdi", directory(release))
                .close();
        html.open("span", "class", "facts-of-release muted");
        html.text(Units.count(release.number("files"), "file", "files") + ", "
                + Units.bytes(release.number("size_bytes")) + ", ");
        age(html, model, release.text("created_at"));
        html.close().close().line();
    }

    /** In which it is served for as long as it is kept. */
    private static String directory(StatusTree release) {
        return Stream.of("releases", release.text("channel"), release.text("arch"), release.text("version"))
                .map(ArtifactTable::segment)
                .collect(Collectors.joining("/", "/", "/"));
    }

    private static void age(Html html, PageModel model, String createdAt) {
        try {
            Duration age = Duration.between(Instant.parse(createdAt), model.now());
            html.element("time", Units.age(age), "datetime", createdAt, "title", createdAt);
        } catch (DateTimeException e) {
            html.text(createdAt);
        }
    }
}
