package io.plasmd.provider.netboot;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Configurations for GRUB 2 (its manual, section 6), which reads by plain HTTP only. */
record GrubScript() implements ScriptFormat {
    private static final String HTTP = "http://";

    @Override
    public String boot(BootPlan plan) {
        if (plan.verify()) {
            throw new NotBootableException(
                    "the profile has verify = true, which is done by iPXE only, and this is GRUB");
        }
        List<Map.Entry<String, String>> servers = plan.arguments().entrySet().stream()
                .filter(server -> server.getKey().startsWith(HTTP))
                .toList();
        if (servers.isEmpty()) {
            throw new NotBootableException("GRUB knows no HTTPS, and there is no server by HTTP");
        }
        var out = new StringBuilder(ScriptFormat.comments(plan.notes()));
        servers.forEach(server -> out.append(attempts(plan, server.getKey(), server.getValue())));
        out.append("echo 'No server has booted this machine.'\n");
        return out.append(commands(plan.fallback())).toString();
    }

    private static String attempts(BootPlan plan, String server, String arguments) {
        String numbers = IntStream.rangeClosed(1, plan.attempts())
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" "));
        var out = new StringBuilder("for attempt in " + numbers + "; do\n");
        String load = plan.unified() ? "chainloader " : "linux ";
        out.append("  if ")
                .append(load)
                .append(file(server, plan.kernel().path()))
                .append(words(arguments));
        out.append("; then\n");
        if (plan.initrds().isEmpty()) {
            out.append("    boot\n");
        } else {
            out.append("    if initrd");
            plan.initrds().forEach(initrd -> out.append(' ').append(file(server, initrd.path())));
            out.append("; then\n      boot\n    fi\n");
        }
        out.append("  fi\n");
        out.append("  echo ")
                .append(SafeText.grub("An attempt with " + server + " has failed."))
                .append('\n');
        out.append("  sleep ").append(plan.pause().toSeconds()).append('\n');
        return out.append("done\n").toString();
    }

    /** On the device that GRUB has for a server. */
    static String file(String server, String path) {
        return SafeText.grub("(http," + server.substring(HTTP.length()) + ")" + path);
    }

    private static String words(String arguments) {
        return Stream.of(arguments.strip().split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .map(word -> " " + SafeText.grub(word))
                .collect(Collectors.joining());
    }

    /**
     * Sends a machine on to its directory, by what GRUB knows of it.
     *
     * @param machines the path above all of them
     */
    static String chain(List<String> servers, String machines) {
        var out = new StringBuilder();
        for (String server : servers) {
            if (server.startsWith(HTTP)) {
                out.append("configfile \"(http,")
                        .append(server.substring(HTTP.length()))
                        .append(')');
                out.append(machines)
                        .append("/${net_default_mac}/grub.cfg?arch=${grub_cpu}&platform=${grub_platform}\"\n");
            }
        }
        return out.append("echo 'No server has a configuration for this machine.'\n")
                .toString();
    }

    @Override
    public String instead(Action action, List<String> notes) {
        return ScriptFormat.comments(notes) + commands(action);
    }

    @Override
    public String failure(String reason, Action action) {
        return "echo " + SafeText.grub(SafeText.line(reason)) + "\n" + commands(action);
    }

    private static String commands(Action action) {
        return switch (action) {
            // A configuration that ends without a menu leaves its prompt.
            case SHELL -> "";
            case REBOOT -> "sleep 10\nreboot\n";
            case LOCAL_DISK -> "sleep 2\nexit 1\n";
        };
    }
}
