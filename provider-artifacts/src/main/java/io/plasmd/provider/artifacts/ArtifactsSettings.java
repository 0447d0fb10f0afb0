package io.plasmd.provider.artifacts;

import com.typesafe.config.Config;
import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.catalog.CatalogSettings;
import io.plasmd.provider.catalog.SettingValues;
import io.plasmd.provider.release.Names;
import io.plasmd.provider.release.Roles;

/** The settings of this endpoint, read once. */
record ArtifactsSettings(
        CatalogSettings catalog,
        String channel,
        String arch,
        int maxRanges,
        Transfer transfer,
        DownloadLimits downloads,
        SpeedLimits speed,
        PacingSettings pacing) {
    static ArtifactsSettings read(EndpointContext context) {
        Config config = context.config();
        Config provider = context.provider().config();
        return new ArtifactsSettings(
                CatalogSettings.read(context),
                segment(provider, "channel"),
                segment(provider, "arch"),
                SettingValues.atLeast(1, provider, "limits.max-ranges"),
                transfer(config),
                DownloadLimits.read(context),
                SpeedLimits.read(context),
                PacingSettings.read(context));
    }

    private static String segment(Config config, String key) {
        String value = config.getString(key);
        if (key.equals("channel") && Names.isSegment(value) && !Names.isChannel(value)) {
            throw SettingValues.wrong(config, key, "this " + Names.whyNoChannel(value) + ". Give it another name");
        }
        if (!Names.isSegment(value)) {
            throw SettingValues.wrong(
                    config, key, "expected the name of a directory: not empty, without /, not beginning with a dot");
        }
        return value;
    }

    private static Transfer transfer(Config config) {
        return switch (config.getString("transfer")) {
            case "copy" -> Transfer.COPY;
            case "mapped" -> Transfer.MAPPED;
            default -> throw SettingValues.wrong(config, "transfer", "expected copy or mapped");
        };
    }

    Roles roles() {
        return catalog.roles();
    }
}
