package io.plasmd.provider.artifacts;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.catalog.SettingValues;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast downloads may be.
 *
 * @param total bytes per second of all together; 0: as fast as it goes
 * @param perDownload bytes per second of each; 0: as fast as it goes
 * @param rules the first one that fits a download counts
 */
record PacingSettings(long total, long perDownload, List<PacingRule> rules) {

    static PacingSettings read(EndpointContext context) {
        Config pacing = context.provider().config().getConfig("limits.pacing");
        ConfigList list = pacing.getList("rules");
        List<PacingRule> rules = new ArrayList<>();
        for (ConfigValue rule : list) {
            try {
                rules.add(PacingRule.read(section(rule)));
            } catch (ConfigException e) {
                // In a file the rule has a line of its own; in an option it has no place but that.
                ConfigOrigin origin = rule.origin().filename() == null ? list.origin() : rule.origin();
                throw new ConfigException.Generic(
                        origin.description() + ": limits.pacing.rules: " + rule.render(ConfigRenderOptions.concise())
                                + ": " + e.getMessage(),
                        e);
            }
        }
        return new PacingSettings(rate(pacing, "total"), rate(pacing, "per-download"), rules);
    }

    private static Config section(ConfigValue rule) {
        if (rule instanceof ConfigObject object) {
            return object.toConfig();
        }
        throw new ConfigException.Generic("expected a rule such as { path = \"*.efi\", per-download = 10MiB }");
    }

    /** Slower than one write a second is a unit that was forgotten: 10 for 10MiB. */
    static long rate(Config config, String key) {
        long rate = config.getBytes(key);
        if (rate != 0 && rate < TokenBucket.SMALLEST_WRITE) {
            throw SettingValues.wrong(config, key, "expected 0B, which is none, or from 4KiB on");
        }
        return rate;
    }

    boolean isOff() {
        return total == 0 && perDownload == 0 && rules.isEmpty();
    }
}
