package io.plasmd.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.configuration.ConfigurationSources;
import io.plasmd.provider.server.configuration.EffectiveSetting;
import io.plasmd.provider.server.configuration.Settings;
import io.plasmd.provider.server.plugin.LoadedEndpoint;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section {@code provider.endpoints.NAME} of a plugin, with and without defaults of its own. */
final class PluginConfigurationTest {
    private static final String PRINT = "context.config().root().render(ConfigRenderOptions.concise())";

    @TempDir
    private Path scratch;

    private Path plugins;

    @BeforeEach
    void choosePluginsDirectory() {
        plugins = scratch.resolve("plugins");
    }

    @Test
    void sectionWithoutDefaultsTakesAnyKey() throws Exception {
        sample().writeTo(plugins.resolve("sample.jar"));
        assertEquals(
                "{\"colour\":\"red\",\"deep\":{\"er\":\"1\"}}",
                get("provider.endpoints.sample.colour", "red", "provider.endpoints.sample.deep.er", "1"));
    }

    @Test
    void sectionWithoutSettingsIsEmpty() throws Exception {
        sample().writeTo(plugins.resolve("sample.jar"));
        assertEquals("{}", get());
    }

    @Test
    void sectionWithoutDefaultsTakesAnyKeyOfAFile() {
        sample().writeTo(plugins.resolve("sample.jar"));
        assertEquals(
                ExitStatus.DONE,
                check("provider.endpoints.sample { colour = red, deep.er = 1 }").status());
    }

    @Test
    void settingsWinOverTheDefaultsOfTheJar() throws Exception {
        sample("provider.endpoints.sample { colour = blue, depth = 3 }").writeTo(plugins.resolve("sample.jar"));
        assertEquals("{\"colour\":\"red\",\"depth\":3}", get("provider.endpoints.sample.colour", "red"));
    }

    @Test
    void keyOutsideTheDefaultsIsRefusedWithTheNearest() {
        sample("provider.endpoints.sample { colour = blue, depth = 3 }").writeTo(plugins.resolve("sample.jar"));
        Trial trial = check("provider.endpoints.sample {\n  color = red\n}");
        assertEquals(
                file() + ":2: unknown key provider.endpoints.sample.color; did you mean"
                        + " provider.endpoints.sample.colour?",
                trial.message());
        assertEquals(ExitStatus.WRONG_USAGE, trial.status());
    }

    @Test
    void valueOfAnotherTypeThanTheDefaultIsRefused() {
        sample("provider.endpoints.sample { pause = 3s }").writeTo(plugins.resolve("sample.jar"));
        Trial trial = check("provider.endpoints.sample.pause = soon");
        assertTrue(
                trial.message()
                        .startsWith(file() + ":1: provider.endpoints.sample.pause = \"soon\": expected a duration"),
                trial.message());
    }

    @Test
    void defaultsMayReferToTheSettingsOfTheHost() throws Exception {
        sample("provider.endpoints.sample.cache = ${provider.data}/cache").writeTo(plugins.resolve("sample.jar"));
        assertEquals("{\"cache\":\"/tmp/else/cache\"}", get("provider.data", "/tmp/else"));
    }

    @Test
    void settingsMayReferToTheDefaultsOfAPlugin() throws Exception {
        sample("provider.endpoints.sample { base = /srv, cache = none }").writeTo(plugins.resolve("sample.jar"));
        Texts.write(file(), """
                provider.plugins = "%s"
                provider.endpoints.sample.cache = ${provider.endpoints.sample.base}/cache
                """.formatted(plugins));
        assertEquals(
                "/srv/cache",
                inForce(new Layers().file(file()), "provider.endpoints.sample.cache")
                        .value());
    }

    @Test
    void defaultsMayComeWithAnyJarOfThePlugin() throws Exception {
        new PluginJar().file("reference.conf", "library.colour = green").writeTo(plugins.resolve("sample/a.jar"));
        sample("provider.endpoints.sample { colour = blue }").writeTo(plugins.resolve("sample/b.jar"));
        assertEquals("{\"colour\":\"blue\"}", get());
    }

    @Test
    void defaultsOfAPluginDoNotChangeThoseOfTheHost() throws Exception {
        sample("provider.channel = hijacked\nprovider.endpoints.sample.colour = blue")
                .writeTo(plugins.resolve("sample.jar"));
        assertEquals(
                new EffectiveSetting("provider.channel", "stable", "default"), inForce(layers(), "provider.channel"));
    }

    @Test
    void secretsOfAPluginAreMasked() throws Exception {
        sample("provider.endpoints.sample.password = \"\"").writeTo(plugins.resolve("sample.jar"));
        String key = "provider.endpoints.sample.password";
        assertEquals(
                new EffectiveSetting(key, "********", "option --set"), inForce(layers().option(key, "hunter2"), key));
    }

    @Test
    void environmentReachesThePluginsDefaults() {
        sample("provider.endpoints.sample.max-depth = 3").writeTo(plugins.resolve("sample.jar"));
        var settings = new Settings(List.of(new Settings.Setting("provider.plugins", plugins.toString(), "test")));
        Preparation preparation = Preparation.of(
                new ConfigurationSources(settings, Map.of("PROVIDER_ENDPOINTS_SAMPLE_MAX_DEPTH", "7"), null), null);
        assertEquals(7, preparation.config().getInt("provider.endpoints.sample.max-depth"));
    }

    @Test
    void aPluginThatIsOffUntilConfiguredIsLoadedWhereSomethingIsSetOfIt() throws Exception {
        sample("provider.endpoints.sample { colour = blue, deep { depth = 3 } }")
                .file("META-INF/provider/off-until-configured", "")
                .writeTo(plugins.resolve("sample.jar"));
        assertEquals(List.of(), sampleIn(layers()));
        assertEquals(List.of(), sampleIn(layers().option("provider.endpoints.artifacts.directory", "/tmp")));
        assertEquals(List.of(), sampleIn(layers().file(file(), "provider.endpoints { }")));
        List<String> loaded = List.of("sample");
        assertEquals(loaded, sampleIn(layers().option("provider.endpoints.sample.colour", "red")));
        assertEquals(loaded, sampleIn(layers().variable("PROVIDER_ENDPOINTS_SAMPLE_DEEP_DEPTH", "4")));
        assertEquals(loaded, sampleIn(layers().file(file(), "provider.endpoints.sample { }")));
        assertEquals(loaded, sampleIn(layers().file(file(), "x = 1, provider.endpoints.sample.deep.depth = ${x}")));
        assertEquals("{\"colour\":\"red\",\"deep\":{\"depth\":3}}", get("provider.endpoints.sample.colour", "red"));
        // What is misspelled in it is said as of any other.
        assertTrue(check("provider.endpoints.sample.color = red")
                .message()
                .contains("unknown key provider.endpoints.sample.color; did you mean"));
    }

    private static List<String> sampleIn(Layers layers) {
        try (Preparation preparation = Preparation.of(layers.sources(), null)) {
            return preparation.endpoints().stream()
                    .filter(endpoint -> !endpoint.isBundled())
                    .map(LoadedEndpoint::name)
                    .toList();
        }
    }

    private static PluginJar sample() {
        return PluginSource.named("sample").answering("/sample", PRINT).jar();
    }

    private static PluginJar sample(String reference) {
        return sample().file("reference.conf", reference);
    }

    private Path file() {
        return scratch.resolve("provider.conf");
    }

    private Layers layers() {
        return new Layers().option("provider.plugins", plugins.toString());
    }

    private Trial check(String configuration) {
        Texts.write(file(), configuration);
        return Trial.of(layers().file(file()));
    }

    private static EffectiveSetting inForce(Layers layers, String key) throws StartException {
        try (Preparation preparation = Preparation.of(layers.sources(), null)) {
            preparation.orThrow();
            return EffectiveSetting.of(preparation.config()).stream()
                    .filter(setting -> setting.key().equals(key))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String get(String... settings) throws Exception {
        var all = new LinkedHashMap<>(Map.of("provider.plugins", plugins.toString()));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        try (var provider = RunningProvider.start(all);
                Response response = provider.get("/sample")) {
            return response.body().string();
        }
    }
}
