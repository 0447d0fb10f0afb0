package io.plasmd.provider.server.plugin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.plasmd.provider.api.Endpoint;
import io.plasmd.provider.server.configuration.Problem;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The phase load: finds the endpoints of the class path and of the plugin directories, and instantiates them. */
public final class EndpointLoader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointLoader.class);
    private static final String PHASE = "load";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    private final Config hostReference;
    private final List<LoadedEndpoint> endpoints = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<URLClassLoader> pluginLoaders = new ArrayList<>();

    /**
     * Loads all.
     *
     * @param isConfigured whether the configuration says something of an endpoint, by its name
     * @param hostReference the defaults of the host, on which those of a plugin may build
     */
    public EndpointLoader(List<Path> pluginDirectories, Predicate<String> isConfigured, Config hostReference) {
        this.hostReference = hostReference;
        ClassLoader host = EndpointLoader.class.getClassLoader();
        instantiate(host, LoadedEndpoint.BUNDLED, "the class path", ConfigFactory.empty());
        // The order of the class path is that of the packaging; the start is the same everywhere.
        endpoints.sort((a, b) -> a.name().compareTo(b.name()));
        var shared = new SharedClasses(host);
        for (Path directory : pluginDirectories) {
            for (PluginLocation plugin : plugins(directory)) {
                if (isConfigured.test(plugin.name()) || !plugin.isOffUntilConfigured()) {
                    load(plugin, shared);
                }
            }
        }
    }

    private List<PluginLocation> plugins(Path directory) {
        try {
            return PluginLocation.in(directory);
        } catch (IOException e) {
            problems.add(new Problem(
                            "",
                            "cannot read the plugins directory " + directory
                                    + ": no such directory, or no permission to read it")
                    .ofMachine());
            return List.of();
        }
    }

    /** In the order in which they are to be started: the bundled ones, then the plugins by name. */
    public List<LoadedEndpoint> endpoints() {
        return endpoints;
    }

    public List<Problem> problems() {
        return problems;
    }

    private void load(PluginLocation plugin, SharedClasses shared) {
        String label = "plugin " + plugin.path();
        Optional<String> wrong = PluginJarCheck.check(plugin);
        if (wrong.isPresent()) {
            problems.add(PluginFailure.problem(label, PHASE, wrong.get()));
            return;
        }
        var loader = plugin.classLoader(shared);
        pluginLoaders.add(loader);
        try {
            instantiate(loader, plugin.path().toString(), label, reference(loader));
        } catch (IOException | RuntimeException e) {
            problems.add(PluginFailure.in(label, PHASE, e));
        }
    }

    private void instantiate(ClassLoader loader, String source, String label, Config reference) {
        try (var context = new ContextLoader(loader)) {
            Iterator<Endpoint> found =
                    ServiceLoader.load(Endpoint.class, loader).iterator();
            if (!found.hasNext() && !source.equals(LoadedEndpoint.BUNDLED)) {
                problems.add(PluginFailure.problem(label, PHASE, PluginFailure.emptyServiceEntry()));
            }
            while (found.hasNext()) {
                add(found.next(), source, label, loader, reference);
            }
        } catch (Throwable thrown) {
            // Anything may come out of foreign constructors.
            PluginFailure.rethrowIfFatal(thrown);
            problems.add(PluginFailure.in(label, PHASE, thrown));
        }
    }

    private void add(Endpoint endpoint, String source, String label, ClassLoader loader, Config reference) {
        int spi = endpoint.spiVersion();
        if (spi != Endpoint.SPI_VERSION) {
            problems.add(PluginFailure.problem(
                    label, PHASE, PluginFailure.otherSpi(endpoint.getClass().getName() + " says SPI version " + spi)));
            return;
        }
        @Nullable String name = endpoint.name();
        if (!isName(name)) {
            problems.add(PluginFailure.problem(
                    label,
                    PHASE,
                    "its endpoint " + (name == null ? "has no name" : "is named \"" + name + "\"")
                            + ": expected 1 to 40 characters a-z, 0-9 and -, the first a letter"));
            return;
        }
        for (LoadedEndpoint other : endpoints) {
            if (other.name().equals(name)) {
                problems.add(PluginFailure.problem(
                        label,
                        PHASE,
                        "there is an endpoint named " + name + " already (" + other.source()
                                + "). Remove one of the two."));
                return;
            }
        }
        endpoints.add(new LoadedEndpoint(endpoint, name, source, loader, reference));
    }

    private static boolean isName(@Nullable String name) {
        return name != null && NAME.matcher(name).matches();
    }

    /** Only what the plugin's own jars bring: the host's defaults are not to be found through its class loader. */
    private Config reference(URLClassLoader loader) throws IOException {
        // All of them: a library beside the plugin may have one of its own.
        Config all = ConfigFactory.empty();
        for (URL resource : Collections.list(loader.findResources("reference.conf"))) {
            all = all.withFallback(ConfigFactory.parseURL(resource));
        }
        // A default that refers to what does not exist is the fault of this plugin.
        all.withFallback(hostReference).resolve();
        return all;
    }

    @Override
    public void close() {
        for (URLClassLoader loader : pluginLoaders) {
            try {
                loader.close();
            } catch (IOException e) {
                LOG.debug("cannot close a plugin jar", e);
            }
        }
    }
}
