package io.plasmd.provider.netboot.dhcp;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** For Kea, whose configuration is JSON. */
final class Kea {
    private final Plan plan;

    private Kea(Plan plan) {
        this.plan = plan;
    }

    static String of(Plan plan) {
        return new Kea(plan).print();
    }

    private String print() {
        var parts = new ArrayList<String>();
        if (plan.network() != null && plan.pool() != null) {
            String on = plan.networkInterface() == null ? "*" : plan.networkInterface();
            parts.add("    \"interfaces-config\": { \"interfaces\": [ \"" + on + "\" ] }");
            parts.add("    \"valid-lifetime\": 43200");
            parts.add(subnet(plan.network(), plan.pool()));
        }
        parts.add("    \"client-classes\": [\n" + String.join(",\n", classes()) + "\n    ]");
        String note = plan.network() == null ? "\n// Put the client-classes into the Dhcp4 that is there." : "";
        return "// Network boot from " + plan.url() + ", for Kea 1.8 or newer. To check: kea-dhcp4 -t FILE" + note
                + "\n{\n  \"Dhcp4\": {\n" + String.join(",\n", parts) + "\n  }\n}\n";
    }

    private String subnet(Subnet network, Plan.Pool pool) {
        String router = plan.router() == null
                ? ""
                : ",\n      \"option-data\": [ { \"name\": \"routers\", \"data\": \"" + plan.router() + "\" } ]";
        return "    \"subnet4\": [ {\n      \"id\": 1,\n      \"subnet\": \"" + network
                + "\",\n      \"pools\": [ { \"pool\": \"" + pool.first() + " - " + pool.last() + "\" } ]" + router
                + "\n    } ]";
    }

    /** By option 77, in which iPXE says so, and option 93, in which firmware says what it is. */
    private List<String> classes() {
        var classes = new ArrayList<String>();
        classes.add(bootClass("ipxe", "option[77].hex == 'iPXE'", plan.script(), ""));
        String server = plan.tftpServer()
                .map(address -> ",\n        \"next-server\": \"" + address + "\"")
                .orElse("");
        for (Loader loader : Loader.values()) {
            classes.add(bootClass(loader.tag(), test(loader.byTftp()), loader.file(), server));
            if (!loader.byHttp().isEmpty()) {
                String url = plan.httpUrl(loader);
                // UEFI HTTP Boot takes no offer that does not say HTTPClient in option 60.
                String options = ",\n        \"option-data\": [\n"
                        + "          { \"name\": \"vendor-class-identifier\", \"data\": \"HTTPClient\", \"always-send\":"
                        + " true },\n          { \"name\": \"boot-file-name\", \"data\": \"" + url
                        + "\", \"always-send\": true }\n        ]";
                classes.add(bootClass(loader.tag() + "-http", test(loader.byHttp()), url, options));
            }
        }
        return classes;
    }

    private static String test(List<Integer> architectures) {
        return architectures.stream()
                .map(number -> "option[93].hex == 0x%04x".formatted(number))
                .collect(Collectors.joining(" or ", "not member('ipxe') and (", ")"));
    }

    private static String bootClass(String name, String test, String file, String more) {
        return "      {\n        \"name\": \"" + name + "\",\n        \"test\": \"" + test
                + "\",\n        \"boot-file-name\": \"" + file + "\"" + more + "\n      }";
    }
}
