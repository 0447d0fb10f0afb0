package io.plasmd.provider.cli;

import io.plasmd.provider.release.StoreSettings;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command changes the releases below an artifacts directory. */
final class StoreOptions {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|h)");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--lock-timeout",
            paramLabel = "DURATION",
            description = "How long to wait for others who change releases (30s, 5m). Default: 1m")
    private @Nullable String lockTimeout;

    /** What is noticed is told on stderr. */
    StoreSettings read() {
        var settings = StoreSettings.telling(note -> {
            spec.commandLine().getErr().println(note);
            spec.commandLine().getErr().flush();
        });
        return lockTimeout == null ? settings : settings.withPatience(duration(lockTimeout));
    }

    private Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--lock-timeout " + text + ": expected a number and s, m or h, such as 30s");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }
}
