package io.plasmd.provider.health;

import java.util.List;

/** Files whose digest is being computed: until then clients get them without one. */
final class HashingSection {
    private static final int SHOWN = 20;

    private HashingSection() {}

    static void write(Html html, PageModel model) {
        List<StatusTree> hashing = model.artifacts().list("hashing");
        if (hashing.isEmpty()) {
            return;
        }
        html.open("section", "class", "hashing", "aria-labelledby", "hashing").line();
        html.open("h2", "id", "hashing").text("Digests being computed");
        html.element("span", Units.count(model.artifacts().count("hashing")), "class", "count")
                .close()
                .line();
        html.open("ul", "class", "transfers").line();
        for (StatusTree file : hashing.stream().limit(SHOWN).toList()) {
            row(html, file);
        }
        html.close().line();
        if (hashing.size() > SHOWN) {
            html.element(
                    "p", "and " + Units.count(model.artifacts().count("hashing") - SHOWN) + " more", "class", "muted");
        }
        html.close().line();
    }

    private static void row(Html html, StatusTree file) {
        long done = file.number("hashed_bytes");
        long whole = file.number("size_bytes");
        html.open("li", "data-key", file.text("file"));
        html.element("bdi", file.text("file"), "class", "what");
        Progress.write(html, file.text("file"), done, whole);
        html.open("span", "class", "sent").text(Units.bytes(done) + " of " + Units.bytes(whole));
        html.text(", " + Units.percent(done, whole)).close().close().line();
    }
}
