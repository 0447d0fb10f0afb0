package io.plasmd.provider.netboot.dhcp;

import java.util.List;
import java.util.stream.Collectors;

/** For the DHCP server of ISC. */
final class Isc {
    private final Plan plan;
    private final StringBuilder text = new StringBuilder();

    private Isc(Plan plan) {
        this.plan = plan;
    }

    static String of(Plan plan) {
        var printed = new Isc(plan);
        printed.print();
        return printed.text.toString();
    }

    private void print() {
        line("# Network boot from %s, for ISC dhcpd 4. To check: dhcpd -t -cf FILE".formatted(plan.url()));
        if (plan.network() == null) {
            line("# Include this before the subnets that are there.");
        }
        line("");
        line("# What firmware is (RFC 4578; IANA, Processor Architecture Types).");
        line("option client-architecture code 93 = unsigned integer 16;");
        line("");
        line("# iPXE says so in its user class, and loads its script; firmware loads iPXE.");
        line("if exists user-class and option user-class = \"iPXE\" {");
        line("  filename \"%s\";".formatted(plan.script()));
        for (Loader loader : Loader.values()) {
            http(loader);
            line("} elsif %s { # %s".formatted(test(loader.byTftp()), loader.title()));
            plan.tftpServer().ifPresent(address -> line("  next-server %s;".formatted(address)));
            line("  filename \"%s\";".formatted(loader.file()));
        }
        line("}");
        subnet();
    }

    private void http(Loader loader) {
        if (!loader.byHttp().isEmpty()) {
            line("} elsif %s { # %s, by HTTP".formatted(test(loader.byHttp()), loader.title()));
            line("  # UEFI HTTP Boot takes no offer that does not say so.");
            line("  option vendor-class-identifier \"HTTPClient\";");
            line("  filename \"%s\";".formatted(plan.httpUrl(loader)));
        }
    }

    private static String test(List<Integer> architectures) {
        return architectures.stream()
                .map(number -> "option client-architecture = 00:%02x".formatted(number))
                .collect(Collectors.joining(" or "));
    }

    private void subnet() {
        if (plan.network() == null || plan.pool() == null) {
            return;
        }
        line("");
        line("subnet %s netmask %s {"
                .formatted(plan.network().networkText(), plan.network().maskText()));
        line("  range %s %s;".formatted(plan.pool().first(), plan.pool().last()));
        if (plan.router() != null) {
            line("  option routers %s;".formatted(plan.router()));
        }
        line("}");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
