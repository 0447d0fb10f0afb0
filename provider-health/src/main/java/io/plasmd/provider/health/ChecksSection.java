package io.plasmd.provider.health;

/** What the health checks found. */
final class ChecksSection {
    private ChecksSection() {}

    static void write(Html html, PageModel model) {
        html.open("section", "class", "checks", "aria-labelledby", "checks").line();
        html.element("h2", "Health", "id", "checks").line();
        html.open("ul").line();
        for (String name : model.checks().names()) {
            boolean passes = model.checks().isTrue(name);
            html.open("li", "class", passes ? "good" : "bad", "data-key", name);
            html.element("code", name);
            html.element("span", passes ? "passes" : "failed", "class", "verdict");
            String detail = model.checkDetails().text(name);
            if (!detail.isEmpty()) {
                html.element("p", detail);
            }
            html.close().line();
        }
        html.close().close().line();
    }
}
