package io.plasmd.provider.netboot.dhcp;

/** For dnsmasq, which can also send the loaders by TFTP, and can stand beside a DHCP server that is there. */
final class Dnsmasq {
    private final Plan plan;
    private final StringBuilder text = new StringBuilder();

    private Dnsmasq(Plan plan) {
        this.plan = plan;
    }

    static String of(Plan plan) {
        var printed = new Dnsmasq(plan);
        printed.print();
        return printed.text.toString();
    }

    private void print() {
        line("# Network boot from %s, for dnsmasq 2.86 or newer. To check: dnsmasq --test --conf-file=FILE"
                .formatted(plan.url()));
        network();
        line("");
        line("# iPXE says so in its user class (option 77).");
        line("dhcp-userclass=set:ipxe,iPXE");
        line("# Firmware says what it is in option 93 (RFC 4578; IANA, Processor Architecture Types).");
        for (Loader loader : Loader.values()) {
            loader.byTftp().forEach(number -> match(loader.tag(), number));
            loader.byHttp().forEach(number -> match(loader.tag() + "-http", number));
        }
        http();
        tftp();
        line("");
        line("# What each loads: firmware iPXE, and iPXE its script.");
        files();
    }

    private void network() {
        line("");
        if (plan.networkInterface() != null) {
            line("interface=%s".formatted(plan.networkInterface()));
            line("bind-interfaces");
        }
        if (plan.network() == null) {
            line("# Put this beside the dhcp-range that is there.");
            return;
        }
        line("# No DNS.");
        line("port=0");
        if (plan.isProxy()) {
            line("# Another DHCP server gives the addresses; this one adds what to boot.");
            line("dhcp-range=%s,proxy,%s"
                    .formatted(plan.network().networkText(), plan.network().maskText()));
        } else if (plan.pool() != null) {
            line("dhcp-range=%s,%s,%s,12h"
                    .formatted(
                            plan.pool().first(),
                            plan.pool().last(),
                            plan.network().maskText()));
        }
        if (plan.router() != null) {
            line("dhcp-option=option:router,%s".formatted(plan.router()));
        }
    }

    private void match(String tag, int number) {
        line("dhcp-match=set:%s,option:client-arch,%d".formatted(tag, number));
    }

    private void http() {
        line("# UEFI HTTP Boot takes no offer that does not say HTTPClient in option 60.");
        if (plan.isProxy()) {
            line("dhcp-pxe-vendor=PXEClient,HTTPClient");
        } else {
            line("dhcp-vendorclass=set:http,HTTPClient");
            line("dhcp-option-force=tag:http,option:vendor-class,HTTPClient");
        }
    }

    private void tftp() {
        if (plan.tftpServer().isEmpty()) {
            line("");
            line("# The loaders, for firmware that knows TFTP only.");
            line("enable-tftp");
            line("tftp-root=%s".formatted(plan.tftp()));
        }
    }

    private void files() {
        String server = plan.tftpServer().map(address -> ",," + address).orElse("");
        line("dhcp-boot=tag:ipxe,%s".formatted(plan.script()));
        for (Loader loader : Loader.values()) {
            line("# %s".formatted(loader.title()));
            if (plan.isProxy()) {
                // Firmware for UEFI goes on with a second question to port 4011, which only this answers.
                loader.byTftp()
                        .forEach(number -> line("pxe-service=tag:!ipxe,%d,\"%s\",%s%s"
                                .formatted(
                                        number,
                                        loader.title(),
                                        loader.file(),
                                        plan.tftpServer().map(a -> "," + a).orElse(""))));
            } else {
                line("dhcp-boot=tag:!ipxe,tag:%s,%s%s".formatted(loader.tag(), loader.file(), server));
            }
            if (!loader.byHttp().isEmpty()) {
                line("dhcp-boot=tag:!ipxe,tag:%s-http,%s".formatted(loader.tag(), plan.httpUrl(loader)));
            }
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
