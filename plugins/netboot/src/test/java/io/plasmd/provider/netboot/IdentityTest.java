package io.plasmd.provider.netboot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A machine is the same however its names are spelled. */
final class IdentityTest {

    @Test
    void hardwareAddressesInAllSpellings() {
        for (String text : List.of(
                "52:54:00:ab:cd:ef", "52-54-00-AB-CD-EF", "5254.00ab.cdef", "525400ABCDEF", "52:54:00:AB:cd:EF")) {
            assertEquals(Optional.of("52:54:00:ab:cd:ef"), HardwareAddress.canonical(text), text);
        }
        assertEquals(Optional.of("52:54:00:ab:cd:ef"), HardwareAddress.ofFileName("01-52-54-00-ab-cd-ef"));
        assertEquals(Optional.of("01:54:00:ab:cd:ef"), HardwareAddress.ofFileName("01-54-00-ab-cd-ef"));
        assertEquals("01-52-54-00-ab-cd-ef", HardwareAddress.withType("52:54:00:ab:cd:ef"));
    }

    @Test
    void whatIsNoHardwareAddress() {
        for (String text : List.of(
                "",
                "52:54:00:ab:cd",
                "52:54:00:ab:cd:ef:01",
                "52:54:00:ab-cd:ef",
                "52:54:00:ab:cd:eg",
                "00:00:00:00:00:00",
                "ff:ff:ff:ff:ff:ff",
                "52:54:00:ab:cd:ef\n",
                "५२:54:00:ab:cd:ef")) {
            assertEquals(Optional.empty(), HardwareAddress.canonical(text), text);
        }
    }

    @Test
    void uuidsInAllSpellings() {
        for (String text : List.of(
                "4C4C4544-0051-3510-8052-B4C04F4A3132",
                "{4c4c4544-0051-3510-8052-b4c04f4a3132}",
                "urn:uuid:4c4c4544-0051-3510-8052-b4c04f4a3132",
                "4c4c4544005135108052b4c04f4a3132")) {
            assertEquals(Optional.of("4c4c4544-0051-3510-8052-b4c04f4a3132"), SystemUuid.canonical(text), text);
        }
        assertEquals(Optional.empty(), SystemUuid.canonical("4c4c4544-0051-3510-8052"));
    }

    @Test
    void aUuidThatTheFirmwareHasNotSetIsNone() {
        Facts facts = Facts.read(Map.of("uuid", "00000000-0000-0000-0000-000000000000", "serial", " ", "product", " X "));
        assertEquals(Map.of("product", "X"), facts.values());
    }

    @Test
    void architecturesByAllTheirNames() {
        assertEquals(Map.of("arch", "aarch64"), Facts.read(Map.of("arch", "ARM64")).values());
        assertEquals(Map.of("arch", "x86_64"), Facts.read(Map.of("buildarch", "amd64")).values());
        assertEquals(
                Map.of("arch", "x86_64"),
                Facts.read(Map.of("arch", "x86_64", "buildarch", "i386")).values());
        String message = assertThrows(NotBootableException.class, () -> Facts.read(Map.of("arch", "vax")))
                .getMessage();
        assertTrue(message.startsWith("arch \"vax\": expected one of aarch64, arm, i386"), message);
    }

    @Test
    void aMachineIsKnownByItsAddressBeforeItsUuid() {
        String uuid = "4c4c4544-0051-3510-8052-b4c04f4a3132";
        assertEquals(
                Optional.of(new MachineId("mac", NetbootServer.MAC)),
                MachineId.of(Facts.read(Map.of("mac", "525400123456", "uuid", uuid))));
        assertEquals(Optional.of(new MachineId("uuid", uuid)), MachineId.of(Facts.read(Map.of("uuid", uuid))));
        assertEquals(Optional.empty(), MachineId.of(Facts.read(Map.of())));
    }

    @Test
    void queriesAreReadWhateverBytesTheyHave() {
        assertEquals(
                Map.of("a", "x y", "b", "\u00e4\ufffd%", "c", "%4"),
                Query.parse("a=x+y&b=%C3%A4%FF%&c=%4&a=later&=none&nothing"));
        assertEquals(Map.of(), Query.parse(null));
        assertEquals(32, Query.parse(numbered(200)).size());
    }

    private static String numbered(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("n").append(i).append("=1&");
        }
        return text.toString();
    }
}
