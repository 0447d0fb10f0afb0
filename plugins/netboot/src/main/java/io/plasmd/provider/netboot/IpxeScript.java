package io.plasmd.provider.netboot;

import java.util.List;
import java.util.Map;

/** Scripts for iPXE (https://ipxe.org/cmd). */
record IpxeScript() implements ScriptFormat {
    static final String HEAD = "#!ipxe\n";

    /** An autoexec.ipxe is run before iPXE has an address of its own. */
    static final String NETWORK = "isset ${netX/ip} || isset ${netX/ip6} || ifconf ||\n";

    @Override
    public String boot(BootPlan plan) {
        var out = new StringBuilder(HEAD)
                .append(ScriptFormat.comments(plan.notes()))
                .append(NETWORK);
        int number = 0;
        for (Map.Entry<String, String> server : plan.arguments().entrySet()) {
            number++;
            out.append(attempts(plan, server.getKey(), server.getValue(), number));
        }
        out.append(":server").append(number + 1).append('\n');
        out.append("echo No server has booted this machine.\n");
        return out.append(commands(plan.fallback())).toString();
    }

    /** What is tried with one server; the label after it is that of the next. */
    private static String attempts(BootPlan plan, String server, String arguments, int number) {
        String again = " || goto again" + number + "\n";
        var out = new StringBuilder();
        out.append(":server").append(number).append('\n');
        out.append("set attempt:int32 1\n");
        out.append(":attempt").append(number).append('\n');
        // What an attempt that failed has left behind would be booted with the rest.
        out.append("imgfree\n");
        out.append("kernel --name ").append(plan.kernel().name()).append(' ');
        out.append(server).append(plan.kernel().path());
        plan.initrds().forEach(initrd -> out.append(" initrd=").append(initrd.name()));
        out.append(arguments.isEmpty() ? "" : " " + arguments).append(again);
        for (BootFile initrd : plan.initrds()) {
            out.append("initrd --name ").append(initrd.name()).append(' ');
            out.append(server).append(initrd.path()).append(again);
        }
        verify(plan.kernel(), server, again, out);
        plan.initrds().forEach(initrd -> verify(initrd, server, again, out));
        plan.shim()
                .ifPresent(shim -> out.append("iseq ${platform} pcbios || shim ")
                        .append(server)
                        .append(shim)
                        .append(again));
        out.append("boot").append(again);
        out.append(":again").append(number).append('\n');
        out.append("iseq ${attempt} ").append(plan.attempts());
        out.append(" && goto server").append(number + 1).append(" ||\n");
        out.append("echo Attempt ${attempt} with ").append(server).append(" has failed.\n");
        out.append("inc attempt\n");
        out.append("sleep ").append(plan.pause().toSeconds()).append('\n');
        return out.append("goto attempt").append(number).append('\n').toString();
    }

    private static void verify(BootFile file, String server, String again, StringBuilder out) {
        file.signature()
                .ifPresent(signature -> out.append("imgverify ")
                        .append(file.name())
                        .append(' ')
                        .append(server)
                        .append(signature)
                        .append(again));
    }

    @Override
    public String instead(Action action, List<String> notes) {
        return HEAD + ScriptFormat.comments(notes) + commands(action);
    }

    @Override
    public String failure(String reason, Action action) {
        return HEAD + "echo " + SafeText.line(reason) + "\n" + (action == Action.LOCAL_DISK ? "sleep 10\n" : "")
                + commands(action);
    }

    static String commands(Action action) {
        return switch (action) {
            case SHELL -> "shell\n";
            case REBOOT -> "sleep 10\nreboot\n";
            // UEFI goes on to its next entry, but after a success shows its menu (EDK2, BootBootOptions); a BIOS is
            // told to
            // boot the disk, and goes on where it cannot.
            case LOCAL_DISK -> "iseq ${platform} pcbios && sanboot --no-describe --drive 0x80 ||\nexit 1\n";
        };
    }
}
