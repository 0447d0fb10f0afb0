package io.plasmd.provider.artifacts;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import io.plasmd.provider.api.EndpointContext;
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
        List<PacingRule> rules = new ArrayList<>();
        for (var rule : pacing.getList("rules")) {
            if (!(rule instanceof ConfigObject object)) {
                throw new ConfigException.Generic(rule.origin().description() + ": limits.pacing.rules: \""
                        + rule.unwrapped() + "\": expected a rule such as { path = \"*.efi\", per-download = 10MiB }");
            }
            rules.add(PacingRule.read(object.toConfig()));
        }
        return new PacingSettings(pacing.getBytes("total"), pacing.getBytes("per-download"), rules);
    }

    boolean isOff() {
        return total == 0 && perDownload == 0 && rules.isEmpty();
    }
}
