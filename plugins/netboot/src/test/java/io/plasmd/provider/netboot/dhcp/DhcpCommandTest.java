package io.plasmd.provider.netboot.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of the command, and what it refuses. */
final class DhcpCommandTest {
    private static final String URL = "--url=http://10.0.0.1:8080";

    private static String print(String... arguments) {
        return DhcpCommand.run(List.of(arguments));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --url=http://a                                             | for which DHCP server? --dnsmasq, --kea or --isc
            --kea --isc --url=http://a                                 | --isc and --kea cannot be given at once
            --dnsmasq                                                  | --url is missing
            --dnsmasq --url                                            | --url needs a value
            --dnsmasq --url --kea                                      | --url needs a value
            --dnsmasq --url=10.0.0.1:8080                              | "10.0.0.1:8080" is no address of a provider
            --dnsmasq --url=http://a,b                                 | "http://a,b" is no address of a provider
            --dnsmasq --url=http://a/b,c                               | has a character in it
            --dnsmasq --url=http://a --channel=x";}                    | has a character in it
            --dnsmasq --url=http://a --url=http://b                    | --url is given twice
            --dnsmasq=yes --url=http://a                               | --dnsmasq takes no value
            --dnsmasq --url=http://a --prxy                            | unknown option --prxy
            --dnsmasq --url=http://a more                              | unexpected argument more
            --kea --proxy --url=http://a --tftp=10.0.0.2               | --proxy is for dnsmasq
            --dnsmasq --proxy --url=http://a                           | --proxy goes with --network
            --dnsmasq --url=http://a --network=10.0.0.0/24             | --network and --range go together
            --dnsmasq --url=http://a --router=10.0.0.1                 | --router goes with --network
            --dnsmasq --url=http://a --network=10.0.0.7/24 --range=a-b | the network is 10.0.0.0/24
            --dnsmasq --url=http://a --network=10.0.0.0 --range=a-b    | "10.0.0.0" is no network
            --dnsmasq --url=http://a --network=10.0.0.0/24 --range=a-b | "a" is no IPv4 address
            --dnsmasq --url=http://a --network=10.0.0.0/24 --range=5   | "5" is no range
            --dnsmasq --url=http://a --network=10.0.0.0/24 --range=10.0.0.9-10.0.0.5 | 10.0.0.9 comes after 10.0.0.5
            --dnsmasq --url=http://a --network=10.0.0.0/24 --range=10.0.0.9-10.0.1.5 | 10.0.1.5 is not within 10.0.0.0/24
            --dnsmasq --url=http://a --tftp=10.0.0.256                 | "10.0.0.256" is no IPv4 address
            --kea --url=http://a                                       | --tftp is missing
            --isc --url=http://a --tftp=/srv/tftp                      | a directory, which isc cannot send
            """)
    void whatMakesNoSenseIsRefusedWithWhatWould(String arguments, String expected) {
        var refused = assertThrows(IllegalArgumentException.class, () -> print(arguments.split(" ")));
        assertTrue(String.valueOf(refused.getMessage()).contains(expected), refused.getMessage());
    }

    @Test
    void aNameThatIsLongerThanDhcpHasRoomForIsRefused() {
        var refused = assertThrows(
                IllegalArgumentException.class, () -> print("--dnsmasq", "--url=http://" + "a".repeat(100)));
        assertTrue(String.valueOf(refused.getMessage()).contains("DHCP has room for 127"), refused.getMessage());
    }

    @Test
    void allThreeNameTheSameFilesForEachKindOfFirmware() {
        List<String> files = List.of(
                "http://10.0.0.1:8080/boot.ipxe",
                "undionly.kpxe",
                "ipxe.efi",
                "ipxe-arm64.efi",
                "http://10.0.0.1:8080/beta/x86_64/ipxe.efi",
                "http://10.0.0.1:8080/beta/aarch64/ipxe-arm64.efi",
                "HTTPClient",
                "10.0.0.2");
        for (String server : List.of("--dnsmasq", "--kea", "--isc")) {
            String printed = print(server, URL + "/", "--tftp", "10.0.0.2", "--channel", "beta");
            for (String file : files) {
                assertTrue(printed.contains(file), server + " lacks " + file + ":\n" + printed);
            }
            assertFalse(printed.contains("8080//"), printed);
        }
    }

    @Test
    void helpIsPrintedInLinesOfATerminal() {
        assertEquals(DhcpCommand.USAGE, print("--help"));
        assertTrue(DhcpCommand.USAGE.lines().allMatch(line -> line.length() <= 90));
    }
}
