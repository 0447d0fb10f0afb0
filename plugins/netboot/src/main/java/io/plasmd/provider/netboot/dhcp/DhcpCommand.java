package io.plasmd.provider.netboot.dhcp;

import io.plasmd.provider.netboot.arguments.Options;
import io.plasmd.provider.netboot.arguments.UsageException;
import io.plasmd.provider.netboot.dhcp.Plan.Pool;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code provider netboot dhcp}. */
public final class DhcpCommand {
    /** What the help of it says. */
    public static final String USAGE = """
            Usage: provider netboot dhcp (--dnsmasq | --kea | --isc) --url=URL [OPTIONS]
            Prints the configuration of a DHCP server that sends machines here: BIOS, UEFI by
            TFTP (PXE), UEFI by HTTP, and iPXE, which all of them are given first.

                  --dnsmasq | --kea | --isc
                                       for which DHCP server
                  --url=URL            this provider, as the machines see it: http://10.0.0.1:8080
                  --network=NETWORK    the network that is to be served: 10.0.0.0/24. Without it,
                                       what belongs into a configuration that is there
                  --range=FIRST-LAST   the addresses to give: 10.0.0.100-10.0.0.200
                  --proxy              only what to boot is said: another DHCP server, which stays
                                       as it is, gives the addresses (dnsmasq)
                  --router=ADDRESS     the gateway of the network
                  --interface=NAME     listens there only
                  --tftp=DIR|ADDRESS   where firmware that knows TFTP only loads iPXE: a directory
                                       that dnsmasq is to send (/srv/tftp), or the address of a
                                       TFTP server
                  --channel=NAME       whose directories have ipxe.efi and ipxe-arm64.efi for
                                       firmware that speaks HTTP (stable)
              -h, --help               shows this help

            Exit status: 0 done, 2 wrong usage.
            """;

    private static final Set<String> FLAGS = Set.of("--dnsmasq", "--kea", "--isc", "--proxy", "--help", "-h");
    private static final Set<String> VALUES =
            Set.of("--url", "--channel", "--network", "--range", "--router", "--interface", "--tftp");
    private static final List<String> SERVERS = List.of("--dnsmasq", "--isc", "--kea");

    private DhcpCommand() {}

    /**
     * What is to be printed.
     *
     * @throws IllegalArgumentException where the arguments make no sense; the message says why
     */
    public static String run(List<String> arguments) {
        try {
            var options = new Options(arguments, FLAGS, VALUES);
            return options.has("--help") || options.has("-h") ? USAGE : print(options);
        } catch (UsageException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static String print(Options options) {
        List<String> servers = options.of(SERVERS);
        if (servers.size() != 1) {
            throw new UsageException(
                    servers.isEmpty()
                            ? "for which DHCP server? --dnsmasq, --kea or --isc"
                            : String.join(" and ", servers) + " cannot be given at once");
        }
        Plan plan = plan(options, servers.getFirst());
        return switch (servers.getFirst()) {
            case "--dnsmasq" -> Dnsmasq.of(plan);
            case "--kea" -> Kea.of(plan);
            default -> Isc.of(plan);
        };
    }

    private static Plan plan(Options options, String server) {
        String url = options.value("--url");
        if (url == null) {
            throw new UsageException(
                    "--url is missing: this provider, as the machines see it, as http://10.0.0.1:8080");
        }
        boolean isProxy = options.has("--proxy");
        if (isProxy && !server.equals("--dnsmasq")) {
            throw new UsageException("--proxy is for dnsmasq; put what " + server + " prints without --network into the"
                    + " configuration of the server that is there");
        }
        if (isProxy && (!options.has("--network") || options.has("--range") || options.has("--router"))) {
            throw new UsageException("--proxy goes with --network, and without --range and --router");
        }
        if (!isProxy && options.has("--network") != options.has("--range")) {
            throw new UsageException("--network and --range go together");
        }
        if (options.has("--router") && !options.has("--network")) {
            throw new UsageException("--router goes with --network and --range");
        }
        @Nullable String network = options.value("--network");
        @Nullable String range = options.value("--range");
        return new Plan(
                url,
                options.value("--channel", "stable"),
                isProxy,
                network == null ? null : Subnet.of(network),
                range == null ? null : pool(range),
                options.value("--router"),
                options.value("--interface"),
                tftp(options, server));
    }

    private static String tftp(Options options, String server) {
        String tftp = options.value("--tftp", server.equals("--dnsmasq") ? "/srv/tftp" : "");
        if (tftp.startsWith("/") && !server.equals("--dnsmasq")) {
            throw new UsageException("--tftp=" + tftp + " is a directory, which " + server.substring(2)
                    + " cannot send: give the address of a TFTP server");
        }
        if (tftp.isEmpty()) {
            throw new UsageException("--tftp is missing: the address of the TFTP server that sends undionly.kpxe and"
                    + " ipxe.efi to firmware that knows TFTP only");
        }
        if (!tftp.startsWith("/")) {
            Subnet.address(tftp);
        }
        return tftp;
    }

    private static Pool pool(String range) {
        int dash = range.indexOf('-');
        if (dash < 0) {
            throw new UsageException("--range: \"" + range + "\" is no range: expected one as 10.0.0.100-10.0.0.200");
        }
        return new Pool(range.substring(0, dash), range.substring(dash + 1));
    }
}
