package io.plasmd.provider.health;

import java.time.Duration;

/** Where there are answers, and the certificate that is shown there; nothing where plain HTTP is all there is. */
final class AddressesSection {
    private AddressesSection() {}

    static void write(Html html, PageModel model) {
        StatusTree listeners = model.status().at("listeners");
        if (listeners.names().size() < 2) {
            return;
        }
        html.open("section", "class", "addresses", "aria-labelledby", "addresses")
                .line();
        html.element("h2", "Addresses", "id", "addresses").line();
        html.open("ul").line();
        for (String name : listeners.names()) {
            html.open("li", "data-key", name).element("code", listeners.text(name));
            html.element("span", name, "class", "muted").close().line();
        }
        if (model.status().has("tls")) {
            certificate(html, model, model.status().at("tls"));
        }
        html.close().close().line();
    }

    private static void certificate(Html html, PageModel model, StatusTree tls) {
        Duration left = Duration.ofSeconds(tls.number("expires_in_secs"));
        String refusal = tls.text("reload_refused");
        boolean isSoon = model.certificateEndsIn().isPresent();
        html.open("li", "class", isSoon || !refusal.isEmpty() ? "bad" : "good", "data-key", "certificate");
        html.element("bdi", tls.text("subject"));
        html.element(
                "span",
                left.isNegative() ? "has expired" : "expires in " + Units.duration(left),
                "class",
                isSoon ? "verdict" : "muted");
        if (isSoon) {
            html.element("p", "Renew it and put it in place: it is taken into use without a restart.");
        }
        if (!refusal.isEmpty()) {
            html.element("p", "The new certificate is not taken: " + refusal);
        }
        html.close().line();
    }
}
