package io.plasmd.provider.server.plugin;

import io.plasmd.provider.api.HealthCheck;

/** The check of an endpoint: a class that it lacks is named as at the start, and not by a name of Java. */
public final class PluginCheck implements HealthCheck {
    private final HealthCheck check;

    public PluginCheck(HealthCheck check) {
        this.check = check;
    }

    @Override
    public Result check() throws Exception {
        try {
            return check.check();
        } catch (NoClassDefFoundError e) {
            return Result.failed(PluginFailure.inService(e));
        }
    }
}
