package io.plasmd.provider.server.plugin;

import com.typesafe.config.ConfigException;
import io.plasmd.provider.api.Endpoint;
import io.plasmd.provider.server.configuration.Problem;
import io.plasmd.provider.server.log.FailureText;
import io.plasmd.provider.server.log.LogText;
import java.io.IOException;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.concurrent.TimeoutException;

/** Translates what a plugin threw into its cause and what to do about it. */
public final class PluginFailure {
    private static final String API = "io/plasmd/provider/api/";

    private PluginFailure() {}

    public static Problem in(String label, String phase, Throwable thrown) {
        return in(label, phase, "", thrown);
    }

    public static Problem in(String label, String phase, String part, Throwable thrown) {
        return problem(label, phase, part + explain(thrown));
    }

    static Problem problem(String label, String phase, String why) {
        return new Problem(label + " failed in phase " + phase, why);
    }

    /** Whether a later start may go well: what it needs of the machine or of the network is not there yet. */
    public static boolean isOfMachine(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigException) {
                return false;
            }
            if (cause instanceof IOException || cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** What a plugin threw after its start, for the log. */
    public static String inService(Throwable thrown) {
        return thrown instanceof NoClassDefFoundError ? explain(thrown) : LogText.failure(thrown);
    }

    private static String explain(Throwable thrown) {
        Throwable cause = thrown;
        if (thrown instanceof ServiceConfigurationError && thrown.getCause() != null) {
            cause = thrown.getCause();
        }
        if (cause instanceof NoSuchMethodException && thrown instanceof ServiceConfigurationError error) {
            return serviceEntry(error);
        }
        return switch (cause) {
            case ExceptionInInitializerError e ->
                "a static initializer threw: " + FailureText.of(initializerFailure(e));
            case UnsupportedClassVersionError e ->
                "it was compiled for a newer Java than this runtime's "
                        + Runtime.version().feature() + ". Compile it with --release "
                        + Runtime.version().feature() + ".";
            case NoClassDefFoundError e -> missingClass(String.valueOf(e.getMessage()));
            case ClassNotFoundException e -> missingClass(String.valueOf(e.getMessage()));
            case ClassFormatError e -> "a class file is damaged: " + e.getMessage() + ". Build it again.";
            case VerifyError e -> "a class file is damaged: " + e.getMessage() + ". Build it again.";
            case LinkageError e -> otherSpi("it does not link: " + e.getMessage());
            case ServiceConfigurationError e -> serviceEntry(e);
            case ConfigException e -> Problem.of(e).toString();
            default -> FailureText.of(cause);
        };
    }

    static String otherSpi(String observed) {
        return observed + ". It was built for another version of provider-api than this host's " + Endpoint.SPI_VERSION
                + ": build it against the provider-api of this release.";
    }

    private static Throwable initializerFailure(ExceptionInInitializerError error) {
        Throwable cause = error.getCause();
        return cause == null ? error : cause;
    }

    /** What is not a plugin's fault must not be swallowed; a plugin that recurses for ever is at fault. */
    public static void rethrowIfFatal(Throwable thrown) {
        if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
            throw error;
        }
    }

    private static String missingClass(String name) {
        // NoClassDefFoundError after a failed static initializer brings a sentence instead of a class name.
        if (name.contains(" ")) {
            return name;
        }
        if (name.replace('.', '/').startsWith(API)) {
            return otherSpi("class " + name.replace('/', '.') + " does not exist here");
        }
        Optional<String> module = RuntimeModules.lacking(name);
        if (module.isPresent()) {
            return "the runtime lacks module " + module.get() + ", which has the class " + name.replace('/', '.')
                    + ". docs/write-a-plugin.md has the list of its modules; use a library that does without.";
        }
        return "class " + name.replace('/', '.') + " is missing. Put the library that has it beside the plugin"
                + " (plugins/NAME/*.jar) or pack it into its jar; of the host a plugin sees only provider-api,"
                + " jakarta.servlet, slf4j and Typesafe Config.";
    }

    static String emptyServiceEntry() {
        return "its " + PluginJarCheck.SERVICE + " names no class. Write the name of the class that implements Endpoint"
                + " into it.";
    }

    private static String serviceEntry(ServiceConfigurationError error) {
        return "its META-INF/services/" + Endpoint.class.getName() + " cannot be used: " + error.getMessage()
                + ". It must name a public class that implements Endpoint and has a public constructor without"
                + " parameters.";
    }
}
