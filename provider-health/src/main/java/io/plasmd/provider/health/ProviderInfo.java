package io.plasmd.provider.health;

import io.plasmd.provider.api.Provider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who the server is, and where to look further: the answer to {@code /}. */
final class ProviderInfo {
    private static final List<String> HEALTH = List.of("/health", "/health/live", "/health/ready");
    private static final List<String> OPERATIONS = List.of("/status", "/metrics");
    private static final List<String> ARTIFACTS = List.of(
            "/kernel",
            "/initramfs",
            "/rootfs",
            "/{channel}/{arch}/{artifact}",
            "/{channel}/{arch}/SHA256SUMS",
            "/{channel}/{arch}/SHA256SUMS.sig",
            "/manifest.json",
            "/{channel}/{arch}/manifest.json",
            "/blobs/sha256/{hex}");

    private ProviderInfo() {}

    /**
     * The answer.
     *
     * @param isPublic without what is answered on the operations address
     */
    static Map<String, Object> of(Provider provider, boolean isPublic) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("name", provider.name());
        info.put("version", provider.version());
        info.put("channel", provider.config().getString("channel"));
        info.put("arch", provider.config().getString("arch"));
        info.put(
                "endpoints",
                Stream.of(HEALTH, isPublic ? List.<String>of() : OPERATIONS, ARTIFACTS)
                        .flatMap(List::stream)
                        .toList());
        return info;
    }
}
