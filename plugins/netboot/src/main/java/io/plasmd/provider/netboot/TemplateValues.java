package io.plasmd.provider.netboot;

import io.plasmd.provider.api.Catalog;
import io.plasmd.provider.netboot.boots.Ticket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What templates fill in. */
record TemplateValues(
        NetbootSettings.Paths paths,
        Machine machine,
        Rules.Choice choice,
        Optional<Catalog.Release> release,
        Optional<Ticket> ticket) {

    /**
     * By name.
     *
     * @param server the base URL of the one that the machine is to ask
     */
    Map<String, Object> of(String server) {
        Map<String, Object> values = new LinkedHashMap<>();
        // All names are there, so that a template may ask whether a machine has said something.
        Facts.NAMES.forEach(name -> values.put(name, machine.facts().get(name).orElse("")));
        values.put("group", trusted(choice.groupName()));
        values.put("profile", trusted(choice.profile().name()));
        values.put("channel", trusted(choice.profile().channel()));
        values.put("version", trusted(release.flatMap(Catalog.Release::version).orElse("")));
        values.put("server", trusted(server));
        values.put("release", trusted(release.map(one -> server + one.path()).orElse("")));
        String directory = machine.id().isEmpty() ? "" : server + paths.machines() + "/" + machine.directory() + "/";
        values.put("machine", trusted(directory));
        values.put("boot", trusted(ticket.map(Ticket::boot).orElse("")));
        values.put("token", trusted(ticket.map(Ticket::token).orElse("")));
        values.put(
                "done",
                trusted(ticket.map(one -> directory + MachineWord.NAME + "?token=" + one.token())
                        .orElse("")));
        Map<String, Object> data = new LinkedHashMap<>(choice.profile().data());
        choice.group().ifPresent(group -> data.putAll(group.data()));
        values.put("data", data);
        return values;
    }

    /** Of a file that is asked for by itself: of which boot it is, nobody knows. */
    Map<String, Object> ofFile(String server) {
        Map<String, Object> values = of(server);
        values.keySet().removeAll(List.of("boot", "token", "done"));
        return values;
    }

    private static Object trusted(String text) {
        return text.isEmpty() ? "" : new Templates.Trusted(text);
    }
}
