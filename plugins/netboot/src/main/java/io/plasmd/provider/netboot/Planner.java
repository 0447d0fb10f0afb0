package io.plasmd.provider.netboot;

import io.plasmd.provider.api.Catalog;
import io.plasmd.provider.netboot.boots.Choice;
import io.plasmd.provider.netboot.boots.Ticket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a plan of one release, so that one boot never mixes two. */
final class Planner {
    private final NetbootSettings settings;
    private final Releases releases;
    private final BootLog log;

    Planner(NetbootSettings settings, Releases releases, BootLog log) {
        this.settings = settings;
        this.releases = releases;
        this.log = log;
    }

    /**
     * What a profile makes a machine load.
     *
     * @param client its address
     * @throws NotBootableException where something is missing
     * @throws java.io.UncheckedIOException where nobody can tell just now
     */
    BootPlan plan(Machine machine, Rules.Choice choice, List<String> servers, String client) {
        Profile profile = choice.profile();
        Releases.Contents contents = releases.contents(releases.of(profile, machine));
        Catalog.Artifact kernel = contents.get(profile.uki().orElse(profile.kernel()), profile);
        List<Catalog.Artifact> initrds = initrds(profile, contents);
        Optional<Catalog.Artifact> rootfs =
                profile.root().loadsRootfs() ? Optional.of(contents.get(profile.rootfs(), profile)) : Optional.empty();
        Catalog.Release release = contents.release();
        Optional<Ticket> ticket = machine.id()
                .map(id -> log.begin(
                        machine,
                        new Choice(
                                choice.groupName(),
                                profile.name(),
                                release.place().channel(),
                                release.place().arch(),
                                release.version().orElse(""),
                                roles(contents, kernel, initrds, rootfs),
                                profile.reports()),
                        client));
        String query = ticket.map(one -> "?boot=" + one.boot()).orElse("");
        var values = new TemplateValues(settings.paths(), machine, choice, Optional.of(release), ticket);
        Map<String, String> arguments = new LinkedHashMap<>();
        for (String server : servers) {
            arguments.put(server, arguments(machine, profile, contents, rootfs, server, values));
        }
        return new BootPlan(
                notes(machine, choice, release, ticket),
                arguments,
                file(profile, contents, kernel, query),
                initrds.stream()
                        .map(initrd -> file(profile, contents, initrd, query))
                        .toList(),
                profile.uki().isPresent(),
                profile.shim().map(shim -> contents.path(contents.get(shim, profile))),
                profile.verify(),
                settings.attempts(),
                settings.pause(),
                settings.fallback());
    }

    private static List<Catalog.Artifact> initrds(Profile profile, Releases.Contents contents) {
        if (profile.uki().isPresent()) {
            return List.of();
        }
        return profile.initrds()
                .map(names ->
                        names.stream().map(name -> contents.get(name, profile)).toList())
                .orElseGet(() -> contents.find("initramfs").map(List::of).orElse(List.of()));
    }

    private static Map<String, String> roles(
            Releases.Contents contents,
            Catalog.Artifact kernel,
            List<Catalog.Artifact> initrds,
            Optional<Catalog.Artifact> rootfs) {
        String directory = URLDecoder.decode(contents.release().path().replace("+", "%2B"), StandardCharsets.UTF_8);
        Map<String, String> roles = new LinkedHashMap<>();
        roles.put(directory + kernel.fileName(), "kernel");
        initrds.forEach(initrd -> roles.put(directory + initrd.fileName(), "initrd"));
        rootfs.ifPresent(one -> roles.put(directory + one.fileName(), "rootfs"));
        return roles;
    }

    private static BootFile file(Profile profile, Releases.Contents contents, Catalog.Artifact artifact, String query) {
        String fileName = artifact.fileName();
        return new BootFile(
                SafeText.word(fileName.substring(fileName.lastIndexOf('/') + 1)),
                contents.path(artifact) + query,
                profile.verify()
                        ? Optional.of(contents.path(contents.get(fileName + ".sig", profile)))
                        : Optional.empty());
    }

    private static String arguments(
            Machine machine,
            Profile profile,
            Releases.Contents contents,
            Optional<Catalog.Artifact> rootfs,
            String server,
            TemplateValues values) {
        List<String> arguments = new ArrayList<>();
        arguments.add(profile.root()
                .arguments(rootfs.map(one -> server + contents.path(one)).orElse(""), profile.nfsroot()));
        if (profile.bootif() && profile.uki().isEmpty()) {
            machine.facts().get(Facts.MAC).ifPresent(mac -> arguments.add("BOOTIF=" + HardwareAddress.withType(mac)));
        }
        arguments.add(
                Templates.render(profile.arguments(), values.of(server), "arguments of profile " + profile.name()));
        return String.join(" ", arguments).strip();
    }

    private static List<String> notes(
            Machine machine, Rules.Choice choice, Catalog.Release release, Optional<Ticket> ticket) {
        List<String> notes = new ArrayList<>();
        notes.add("machine " + (machine.name().isEmpty() ? "unknown" : machine.name()) + ", "
                + choice.group().map(group -> "group " + group.name()).orElse("no group") + ", profile "
                + choice.profile().name());
        notes.add(release.path() + ticket.map(one -> ", boot " + one.boot()).orElse(""));
        return notes;
    }
}
