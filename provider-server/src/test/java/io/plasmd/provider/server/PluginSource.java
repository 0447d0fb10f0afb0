package io.plasmd.provider.server;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The source of an endpoint for a test: one class, {@code zoo.Sample}, whose parts a test replaces. */
public final class PluginSource {
    private static final String TEMPLATE = Texts.resource("sample-endpoint.txt");

    private final Map<String, String> parts = new LinkedHashMap<>();
    private final Map<String, String> replacements = new LinkedHashMap<>();

    private PluginSource() {
        parts.putAll(Map.of("SPI", "SPI_VERSION", "CONSTRUCTOR", "", "START", "", "CLOSE", "", "MEMBERS", ""));
        parts.put("NOTES", "/dev/null");
    }

    /** An endpoint that does nothing. */
    public static PluginSource named(String name) {
        return new PluginSource().with("NAME", "\"" + name + "\"");
    }

    private PluginSource with(String part, String code) {
        parts.put(part, code);
        return this;
    }

    public PluginSource constructor(String code) {
        return with("CONSTRUCTOR", code);
    }

    public PluginSource spi(String code) {
        return with("SPI", code);
    }

    public PluginSource start(String code) {
        return with("START", code);
    }

    public PluginSource close(String code) {
        return with("CLOSE", code);
    }

    public PluginSource members(String code) {
        return with("MEMBERS", code);
    }

    /** Mounts a servlet that writes the value of an expression. */
    public PluginSource answering(String path, String expression) {
        return start("context.mount(\"" + path + "\", on((request, response) -> response.getWriter().print("
                + expression + ")));");
    }

    /** The file to which the endpoint's {@code note(String)} appends lines. */
    public PluginSource notesTo(Path file) {
        return with("NOTES", file.toString());
    }

    /** Changes what the template has no place for, once all parts are in theirs. */
    public PluginSource replace(String before, String after) {
        replacements.put(before, after);
        return this;
    }

    public String text() {
        String text = TEMPLATE;
        for (Map.Entry<String, String> part : parts.entrySet()) {
            text = text.replace("@" + part.getKey() + "@", part.getValue());
        }
        for (Map.Entry<String, String> replacement : replacements.entrySet()) {
            text = text.replace(replacement.getKey(), replacement.getValue());
        }
        return text;
    }

    /** A jar of this endpoint alone. */
    public PluginJar jar() {
        return new PluginJar().source("zoo.Sample", text()).service("zoo.Sample");
    }
}
