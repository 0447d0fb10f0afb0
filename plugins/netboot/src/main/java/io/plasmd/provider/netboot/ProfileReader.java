package io.plasmd.provider.netboot;

import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import com.typesafe.config.ConfigObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one profile. */
final class ProfileReader {
    static final Set<String> KEYS = Set.of(
            "action",
            "channel",
            "arch",
            "version",
            "canary",
            "kernel",
            "initrds",
            "uki",
            "arguments",
            "root",
            "rootfs",
            "nfsroot",
            "bootif",
            "shim",
            "verify",
            "after",
            "once",
            "reports",
            "templates",
            "data");
    private static final Set<String> TEMPLATE_KEYS = Set.of("file", "format", "secret");
    private static final String BOOT = "boot";
    private static final String REPORTS = "reports";

    private final Section section;
    private final Templates templates;

    private ProfileReader(Section section, Templates templates) {
        this.section = section;
        this.templates = templates;
    }

    static Profile read(String name, Section section, Templates templates, String channel) {
        section.allowOnly(KEYS);
        var reader = new ProfileReader(section, templates);
        RootPreset root = reader.root();
        boolean reports = section.text(REPORTS).isEmpty()
                ? section.text("after").isPresent() && !section.flag("once")
                : section.flag(REPORTS);
        return new Profile(
                name,
                reader.action("action"),
                section.text("channel").orElse(channel),
                reader.arch(),
                section.text("version").filter(version -> !version.equals(Canary.CURRENT)),
                reader.canary(reports),
                section.text("kernel").orElse("kernel"),
                section.texts("initrds"),
                section.text("uki"),
                reader.arguments(),
                root,
                section.text("rootfs").orElse("rootfs"),
                reader.nfsroot(root),
                section.text("bootif").isEmpty() || section.flag("bootif"),
                section.text("shim"),
                section.flag("verify"),
                reader.action("after"),
                section.flag("once"),
                reports,
                section.section("templates").map(reader::templates).orElse(Map.of()),
                section.section("data").map(TemplateData::trusted).orElse(Map.of()),
                section.place());
    }

    private Optional<Canary> canary(boolean reports) {
        Optional<Section> canary = section.section("canary");
        if (canary.isPresent() && !reports) {
            section.wrong(
                    "canary",
                    "expected reports = true beside it: where machines do not say that they are up, none fails");
        }
        return canary.flatMap(CanaryReader::read);
    }

    private Optional<Action> action(String key) {
        Optional<String> text = section.text(key).filter(one -> !one.equals(BOOT));
        Optional<Action> action = text.flatMap(Action::of);
        if (text.isPresent() && action.isEmpty()) {
            section.wrong(key, "expected one of " + BOOT + ", " + Action.expected());
        }
        return action;
    }

    private Optional<String> arch() {
        Optional<String> text = section.text("arch");
        // A directory may have any name: what is none of the known ones is left as it is.
        return text.map(one -> Architecture.canonical(one).orElse(one));
    }

    private RootPreset root() {
        Optional<String> text = section.text("root");
        Optional<RootPreset> preset = text.flatMap(RootPreset::of);
        if (text.isPresent() && preset.isEmpty()) {
            section.wrong("root", "expected one of " + RootPreset.expected());
        }
        return preset.orElse(RootPreset.NONE);
    }

    private String nfsroot(RootPreset root) {
        Optional<String> nfsroot = section.text("nfsroot");
        if (root == RootPreset.NFSROOT && nfsroot.isEmpty()) {
            section.wrong(
                    "nfsroot", "expected server and directory, such as \"10.0.0.1:/srv/root\", since root = nfsroot");
        }
        return nfsroot.orElse("");
    }

    private Template arguments() {
        String text = String.join(" ", section.texts("arguments").orElse(List.of()));
        if (!SafeText.oneLine(text).equals(text)) {
            section.wrong("arguments", "expected them in one line, without control characters");
        }
        try {
            return Templates.ofText(text);
        } catch (MustacheException e) {
            section.wrong("arguments", "as a template it is malformed: " + e.getMessage());
            return Templates.ofText("");
        }
    }

    private Map<String, TemplateFile> templates(Section all) {
        Map<String, TemplateFile> read = new LinkedHashMap<>();
        for (String name : all.object().keySet()) {
            template(all, name).ifPresent(template -> read.put(name, template));
        }
        return read;
    }

    /** {@code name = file}, or {@code name { file = …, format = …, secret = … }}. */
    private Optional<TemplateFile> template(Section all, String name) {
        if (!(all.object().get(name) instanceof ConfigObject)) {
            return all.text(name).flatMap(file -> checked(all, name, file, OutputFormat.ofFileName(name), false));
        }
        Section one = all.section(name).orElseThrow();
        one.allowOnly(TEMPLATE_KEYS);
        Optional<String> format = one.text("format");
        if (format.isPresent() && OutputFormat.of(format.get()).isEmpty()) {
            one.wrong("format", "expected one of " + OutputFormat.expected());
        }
        return checked(
                one,
                "file",
                one.text("file").orElse(""),
                format.flatMap(OutputFormat::of).orElseGet(() -> OutputFormat.ofFileName(name)),
                one.flag("secret"));
    }

    private Optional<TemplateFile> checked(Section at, String key, String file, OutputFormat format, boolean secret) {
        if (!templates.has(file)) {
            at.wrong(
                    key,
                    "expected a file below "
                            + (templates.directory() == null
                                    ? "templates.directory, which is not set"
                                    : templates.directory()));
            return Optional.empty();
        }
        return Optional.of(new TemplateFile(file, format, secret));
    }
}
