package io.plasmd.provider.distribution;

import java.nio.file.Path;

/** An unpacked install. */
record Install(Path home) {
    Path launcher() {
        return home.resolve("bin/provider");
    }

    Path runtime() {
        return home.resolve("runtime");
    }

    Path cache() {
        return home.resolve("runtime/provider.aot");
    }

    Path configuration() {
        return home.resolve("conf/provider.conf");
    }
}
