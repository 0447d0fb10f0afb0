package io.plasmd.provider.netboot;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Configurations for PXELINUX (https://wiki.syslinux.org/wiki/index.php?title=Config) and U-Boot, which read no more than one
 * server's names, and know no attempts.
 */
record PxelinuxScript() implements ScriptFormat {

    @Override
    public String boot(BootPlan plan) {
        if (plan.verify()) {
            throw new NotBootableException(
                    "the profile has verify = true, which is done by iPXE only, and this is PXELINUX");
        }
        if (plan.unified()) {
            throw new NotBootableException("the profile has a unified kernel image, which PXELINUX cannot load");
        }
        Map.Entry<String, String> server =
                plan.arguments().entrySet().iterator().next();
        var out = new StringBuilder(ScriptFormat.comments(plan.notes()));
        out.append("DEFAULT linux\nPROMPT 0\n");
        if (plan.fallback() == Action.LOCAL_DISK) {
            out.append("ONERROR local\n");
        }
        out.append("LABEL linux\n  KERNEL ")
                .append(server.getKey())
                .append(plan.kernel().path())
                .append('\n');
        if (!plan.initrds().isEmpty()) {
            out.append("  INITRD ")
                    .append(plan.initrds().stream()
                            .map(initrd -> server.getKey() + initrd.path())
                            .collect(Collectors.joining(",")))
                    .append('\n');
        }
        if (!server.getValue().isEmpty()) {
            out.append("  APPEND ").append(SafeText.oneLine(server.getValue())).append('\n');
        }
        return out.append(plan.fallback() == Action.LOCAL_DISK ? local() : "").toString();
    }

    @Override
    public String instead(Action action, List<String> notes) {
        return ScriptFormat.comments(notes) + commands(action);
    }

    @Override
    public String failure(String reason, Action action) {
        return "SAY " + SafeText.line(reason) + "\n" + commands(action);
    }

    /** There is no command that reboots: the prompt is what is left. */
    private static String commands(Action action) {
        return action == Action.LOCAL_DISK ? "DEFAULT local\nPROMPT 0\n" + local() : "PROMPT 1\n";
    }

    private static String local() {
        return "LABEL local\n  LOCALBOOT 0\n";
    }
}
