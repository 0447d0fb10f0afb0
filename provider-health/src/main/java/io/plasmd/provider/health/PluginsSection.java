package io.plasmd.provider.health;

import io.plasmd.provider.api.Provider;

/** What the server is made of. */
final class PluginsSection {
    private PluginsSection() {}

    static void write(Html html, PageModel model) {
        html.open("section", "class", "plugins", "aria-labelledby", "plugins").line();
        html.element("h2", "Plugins", "id", "plugins").line();
        html.open("ul").line();
        for (Provider.Plugin plugin : model.provider().plugins()) {
            html.open("li", "data-key", plugin.name()).element("code", plugin.name());
            String version = plugin.version();
            html.element("bdi", plugin.source() + (version == null ? "" : ", " + version), "class", "muted");
            html.close().line();
        }
        html.close().close().line();
    }
}
