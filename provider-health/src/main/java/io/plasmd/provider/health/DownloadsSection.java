package io.plasmd.provider.health;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who is getting what, and how fast. */
final class DownloadsSection {
    /** In a mass reboot there are thousands, which no one reads and every refresh would carry. */
    private static final int SHOWN = 50;

    private DownloadsSection() {}

    static void write(Html html, PageModel model) {
        List<StatusTree> downloads = model.artifacts().list("downloads");
        html.open("section", "class", "downloads", "aria-labelledby", "downloads")
                .line();
        html.open("h2", "id", "downloads").text("Downloads in progress");
        html.element("span", Units.count(model.artifacts().count("downloads")), "class", "count")
                .close()
                .line();
        if (downloads.isEmpty()) {
            empty(html, model);
        } else {
            list(html, downloads, model.artifacts().count("downloads"));
        }
        html.close().line();
    }

    private static void empty(Html html, PageModel model) {
        html.open("p", "class", "empty").text("None at the moment. Point a boot client at ");
        html.element("code", "/" + model.channel() + "/" + model.arch() + "/kernel");
        html.text(" to see it here.").close().line();
    }

    private static void list(Html html, List<StatusTree> downloads, long count) {
        Map<String, Integer> seen = new HashMap<>();
        html.open("ul", "class", "transfers").line();
        for (StatusTree download : downloads.stream().limit(SHOWN).toList()) {
            String key = download.text("client") + " " + download.text("artifact");
            row(html, download, key + " " + seen.merge(key, 1, Integer::sum));
        }
        html.close().line();
        if (count > SHOWN) {
            html.element("p", "and " + Units.count(count - SHOWN) + " more", "class", "muted");
        }
    }

    private static void row(Html html, StatusTree download, String key) {
        long sent = download.number("sent_bytes");
        long promised = download.number("promised_bytes");
        html.open("li", "data-key", key);
        html.element("bdi", download.text("artifact"), "class", "what");
        html.open("span", "class", "who").text("to ");
        html.element("bdi", download.text("client")).close();
        Progress.write(html, download.text("artifact") + " to " + download.text("client"), sent, promised);
        html.open("span", "class", "sent").text(Units.bytes(sent));
        if (promised > 0) {
            html.text(" of " + Units.bytes(promised) + ", " + Units.percent(sent, promised));
        }
        html.close();
        boolean isWaiting = download.decimal("bytes_per_second") < 1;
        html.element(
                "span",
                isWaiting ? "the client takes nothing now" : Units.rate(download.decimal("bytes_per_second")),
                "class",
                "speed");
        html.element("span", timeLeft(download, sent, promised), "class", "left");
        html.close().line();
    }

    private static String timeLeft(StatusTree download, long sent, long promised) {
        double speed = download.decimal("bytes_per_second");
        return speed < 1 || promised <= sent
                ? "begun " + Units.duration(Duration.ofSeconds((long) download.decimal("seconds"))) + " ago"
                : Units.duration(Duration.ofSeconds((long) Math.ceil((promised - sent) / speed))) + " left";
    }
}
