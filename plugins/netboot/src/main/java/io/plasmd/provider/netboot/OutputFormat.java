package io.plasmd.provider.netboot;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a template makes, which says how values get into it. */
enum OutputFormat {
    IPXE("text/plain"),
    GRUB("text/plain"),
    PXELINUX("text/plain"),
    TEXT("text/plain"),
    JSON("application/json"),
    YAML("application/yaml");

    private final String contentType;

    OutputFormat(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    static Optional<OutputFormat> of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(name))
                .findFirst();
    }

    /** By the name that it is asked for. */
    static OutputFormat ofFileName(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        if (file.endsWith(".ipxe")) {
            return IPXE;
        }
        if (file.startsWith("grub.cfg")) {
            return GRUB;
        }
        if (name.startsWith("pxelinux.cfg")) {
            return PXELINUX;
        }
        if (file.endsWith(".ign") || file.endsWith(".json")) {
            return JSON;
        }
        if (file.endsWith(".yaml")
                || file.endsWith(".yml")
                || file.endsWith("user-data")
                || file.endsWith("meta-data")) {
            return YAML;
        }
        return TEXT;
    }

    static String expected() {
        return Arrays.stream(values()).map(OutputFormat::toString).collect(Collectors.joining(", "));
    }

    /** What a machine said, so that it stands for itself and nothing else. */
    String escape(String said) {
        return switch (this) {
            // iPXE expands ${…} again and again and knows no quotes; U-Boot expands in what PXELINUX takes as it is;
            // and
            // where in a script a value stands only its author knows. So there is no escaping: other characters go.
            case IPXE, GRUB, PXELINUX -> SafeText.word(said);
            case TEXT -> SafeText.line(said);
            case JSON -> SafeText.json(said);
            // Within quotes or without: what means something there becomes nothing.
            case YAML -> SafeText.yaml(said);
        };
    }

    /** What the operator has written, which may mean something there. */
    String trusted(String written) {
        return switch (this) {
            case IPXE, GRUB, PXELINUX, TEXT -> SafeText.oneLine(written);
            case JSON, YAML -> SafeText.json(written);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
