package io.plasmd.provider.health;

import io.plasmd.provider.api.Provider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who the server is, and where to look further: the answer to {@code /}. */
final class ProviderInfo {
    private ProviderInfo() {}

    static Map<String, Object> of(Provider provider) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("name", provider.name());
        info.put("version", provider.version());
        info.put("channel", provider.config().getString("channel"));
        info.put("arch", provider.config().getString("arch"));
        info.put(
                "endpoints",
                List.of(
                        "/health",
                        "/health/live",
                        "/health/ready",
                        "/status",
                        "/metrics",
                        "/kernel",
                        "/initramfs",
                        "/rootfs",
                        "/{channel}/{arch}/{artifact}",
                        "/{channel}/{arch}/SHA256SUMS",
                        "/{channel}/{arch}/SHA256SUMS.sig",
                        "/manifest.json",
                        "/{channel}/{arch}/manifest.json",
                        "/blobs/sha256/{hex}"));
        return info;
    }
}
