package io.plasmd.provider.netboot;

import java.util.List;
import java.util.Optional;

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
