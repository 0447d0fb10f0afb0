package io.plasmd.provider.netboot.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed, read by the servers that it is for; and dnsmasq, asked by what firmware and iPXE ask. */
@Timeout(120)
final class DhcpServersTest {
    private static final String URL = "--url=http://10.9.0.1:8080";
    private static final String FULL = "--network=10.9.0.0/24 --range=10.9.0.50-10.9.0.60 --router=10.9.0.1";

    @TempDir
    private Path directory;

    private Path printed(String server, String arguments) throws Exception {
        var all = new ArrayList<>(List.of(server, URL));
        all.addAll(List.of(arguments.split(" ")));
        return Files.writeString(directory.resolve("dhcp.conf"), DhcpCommand.run(all));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--tftp=10.9.0.2",
                FULL,
                FULL + " --interface=lo --tftp=10.9.0.2 --channel=beta",
                "--proxy --network=10.9.0.0/24",
                "--proxy --network=10.9.0.0/24 --tftp=10.9.0.2"
            })
    void dnsmasqTakesIt(String arguments) throws Exception {
        String dnsmasq = Programs.require("dnsmasq", "dnsmasq-base");
        Path file = printed("--dnsmasq", arguments + (arguments.contains("--tftp") ? "" : " --tftp=" + directory));
        Programs.run(directory, 30, List.of(dnsmasq, "--test", "--conf-file=" + file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tftp=10.9.0.2", FULL + " --tftp=10.9.0.2"})
    void keaTakesIt(String arguments) throws Exception {
        String kea = Programs.find("kea-dhcp4");
        Programs.run(
                directory, 30, List.of(kea, "-t", printed("--kea", arguments).toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tftp=10.9.0.2", FULL + " --tftp=10.9.0.2"})
    void dhcpdTakesIt(String arguments) throws Exception {
        String dhcpd = Programs.find("dhcpd");
        Programs.run(
                directory,
                30,
                List.of(dhcpd, "-t", "-cf", printed("--isc", arguments).toString()));
    }

    @Test
    void dnsmasqGivesEachKindOfFirmwareItsLoaderAndIpxeItsScript() throws Exception {
        Path file = printed("--dnsmasq", FULL + " --interface=v0 --tftp=" + directory);
        assertEquals(
                List.of(
                        "bios address=some file=undionly.kpxe class= menu=no",
                        "x64 address=some file=ipxe.efi class= menu=no",
                        "x64-as-9 address=some file=ipxe.efi class= menu=no",
                        "arm64 address=some file=ipxe-arm64.efi class= menu=no",
                        "x64-http address=some file=http://10.9.0.1:8080/stable/x86_64/ipxe.efi class=HTTPClient menu=no",
                        "arm64-http address=some file=http://10.9.0.1:8080/stable/aarch64/ipxe-arm64.efi"
                                + " class=HTTPClient menu=no",
                        "ipxe-bios address=some file=http://10.9.0.1:8080/boot.ipxe class= menu=no",
                        "ipxe-efi address=some file=http://10.9.0.1:8080/boot.ipxe class= menu=no"),
                offers(file, "x64"));
    }

    @Test
    void besideAnotherServerDnsmasqSaysOnlyWhatToBoot() throws Exception {
        Path file = printed("--dnsmasq", "--proxy --network=10.9.0.0/24 --interface=v0 --tftp=" + directory);
        assertEquals(
                List.of(
                        "x64-4011 address=none file= class=PXEClient menu=no",
                        "x64-4011 address=none file=ipxe.efi class=PXEClient menu=no",
                        "x64-http address=none file=http://10.9.0.1:8080/stable/x86_64/ipxe.efi class=HTTPClient menu=no",
                        "ipxe-efi address=none file=http://10.9.0.1:8080/boot.ipxe class=PXEClient menu=no"),
                offers(file, "x64-4011").stream()
                        .filter(line -> line.startsWith("x64-4011")
                                || line.startsWith("x64-http")
                                || line.startsWith("ipxe-efi"))
                        .toList());
    }

    /** To one after the other, from a dnsmasq in a network of their own. */
    private List<String> offers(Path file, String x64) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: network namespaces are for root");
        String dnsmasq = Programs.require("dnsmasq", "dnsmasq-base");
        Programs.require("ip", "iproute2");
        Path script = directory.resolve("network.sh");
        try (var in = DhcpServersTest.class.getResourceAsStream("network.sh")) {
            Files.write(script, in.readAllBytes());
        }
        var command = new ArrayList<>(List.of("unshare", "--net", "bash", script.toString(), directory.toString()));
        command.addAll(List.of(dnsmasq, file.toString()));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Path.of(DhcpClient.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString(),
                DhcpClient.class.getName()));
        for (String client : List.of(
                "bios 0 PXEClient:Arch:00000:UNDI:002001 -",
                x64 + " 7 PXEClient:Arch:00007:UNDI:003001 -",
                "x64-as-9 9 PXEClient:Arch:00009:UNDI:003001 -",
                "arm64 11 PXEClient:Arch:00011:UNDI:003001 -",
                "x64-http 16 HTTPClient:Arch:00016:UNDI:003001 -",
                "arm64-http 19 HTTPClient:Arch:00019:UNDI:003001 -",
                "ipxe-bios 0 PXEClient:Arch:00000:UNDI:002001 iPXE",
                "ipxe-efi 7 PXEClient:Arch:00007:UNDI:003010 iPXE")) {
            command.addAll(List.of(client.split(" ")));
        }
        return Programs.run(directory, 90, command)
                .lines()
                .filter(line -> line.contains(" address="))
                .toList();
    }
}
