package io.plasmd.provider.netboot;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The language of a boot loader. */
sealed interface ScriptFormat permits IpxeScript, GrubScript, PxelinuxScript {

    /** The format that a name in the directory of a machine asks for. */
    static Optional<ScriptFormat> ofFileName(String name) {
        if (name.equals("boot.ipxe") || name.equals("autoexec.ipxe")) {
            return Optional.of(new IpxeScript());
        }
        // Beside itself, or in the grub/ that grub-mknetdir makes; and with what GRUB puts behind the name.
        if (name.matches("(grub/)?grub\\.cfg(-[0-9A-Za-z:.-]*)?")) {
            return Optional.of(new GrubScript());
        }
        return name.matches("pxelinux\\.cfg(/[0-9A-Za-z:.-]+)?") ? Optional.of(new PxelinuxScript()) : Optional.empty();
    }

    /** As all of them write what is for people who read the script. */
    static String comments(List<String> notes) {
        return notes.stream().map(note -> "# " + SafeText.line(note) + "\n").collect(Collectors.joining());
    }

    /**
     * Boots what is planned.
     *
     * @throws NotBootableException where this boot loader cannot
     */
    String boot(BootPlan plan);

    /** Boots nothing. */
    String instead(Action action, List<String> notes);

    /**
     * Says why there is nothing to boot, and what happens then.
     *
     * @param reason may hold what a machine said
     */
    String failure(String reason, Action action);
}
