package io.plasmd.provider.health;

/** The whole page. */
final class StatusPage {
    /** A ready lamp, so that the browser need not ask for /favicon.ico, which is an artifact that is not there. */
    private static final String ICON =
            "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'"
                    + "%3E%3Crect width='16' height='16' rx='4' fill='%230b5cad'/%3E%3Cpath d='M5 12V4h4a2.5 2.5 0 0 1 0 5H5'"
                    + " fill='none' stroke='white' stroke-width='2'/%3E%3C/svg%3E";

    private StatusPage() {}

    static String render(PageModel model, PageResource style, PageResource script) {
        var html = new Html();
        html.open("html", "lang", "en").line();
        head(html, model, style, script);
        html.open("body").line();
        html.element("a", "Skip to the status", "class", "skip", "href", "#main")
                .line();
        header(html, model);
        html.open("main", "id", "main", "tabindex", "-1").line();
        SummarySection.write(html, model);
        html.open("div", "class", "columns").open("div").line();
        TrafficSection.write(html, model);
        DownloadsSection.write(html, model);
        HashingSection.write(html, model);
        // Where few machines boot there is room under the downloads; beside them the checks and releases may be many.
        html.open("div", "class", "pair").line();
        AddressesSection.write(html, model);
        PluginsSection.write(html, model);
        html.close().line();
        html.close().open("div").line();
        ChecksSection.write(html, model);
        ReleasesSection.write(html, model);
        html.close().close().line();
        AddedSections.write(html, model);
        ArtifactsSection.write(html, model);
        html.open("p", "class", "muted as-of").text("As of ");
        String now = model.now().toString();
        html.element("time", now.replaceAll("\\..*|Z$", "").replace('T', ' ') + " UTC", "datetime", now);
        html.close().close().line();
        footer(html);
        return html.close().close().line().toString();
    }

    private static void head(Html html, PageModel model, PageResource style, PageResource script) {
        html.open("head").line();
        html.empty("meta", "charset", "utf-8").line();
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        html.empty("meta", "name", "color-scheme", "content", "light dark").line();
        html.element("title", model.provider().name() + " · provider").line();
        html.empty("link", "rel", "icon", "href", ICON).line();
        html.empty("link", "rel", "stylesheet", "href", style.url()).line();
        html.open("script", "src", script.url(), "defer", "").close().line();
        html.open("noscript").empty("meta", "http-equiv", "refresh", "content", "5");
        html.close().line().close().line();
    }

    private static void header(Html html, PageModel model) {
        html.open("header").line();
        html.open("h1").element("bdi", model.provider().name());
        html.element("span", "provider", "class", "muted").close().line();
        html.element("p", "", "id", "notice", "role", "status").line();
        html.element("button", "Pause updates", "type", "button", "id", "pause", "class", "with-script");
        html.line().close().line();
    }

    private static void footer(Html html) {
        html.open("footer").open("nav", "aria-label", "For machines").line();
        html.element("span", "For machines", "class", "muted").line();
        for (String path : new String[] {"/status", "/health", "/metrics"}) {
            html.element("a", path, "href", path).line();
        }
        html.close().close().line();
    }
}
