package io.plasmd.provider.netboot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plasmd.provider.server.RawHttp;
import java.nio.file.Path;
import java.util.List;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What machines with GRUB, PXELINUX and U-Boot are told, and under which names. */
final class OtherScriptsTest {
    private static final String UUID = "4c4c4544-0051-3510-8052-b4c04f4a3132";

    @TempDir
    private Path scratch;

    private static String withoutBoot(String script) {
        return script.replaceAll("[?]boot=[0-9a-f]+", "?boot=ID").replaceAll("boot [0-9a-f]{8,}", "boot ID");
    }

    @Test
    void grubLoadsOneReleaseAndTriesAgain() throws Exception {
        try (var server = NetbootServer.ofOneProfile(scratch, "arguments = \"a='b c' $x\"", "attempts", "2")) {
            String release = "(http,127.0.0.1:" + server.provider().port() + ")/releases/stable/x86_64/1/";
            assertEquals(
                    """
                    # machine 52:54:00:12:34:56, no group, profile live
                    # /releases/stable/x86_64/1/, boot ID
                    for attempt in 1 2; do
                      if linux '@vmlinuz?boot=ID' 'BOOTIF=01-52-54-00-12-34-56' 'a='\\''b' 'c'\\''' '$x'; then
                        if initrd '@initrd.img?boot=ID'; then
                          boot
                        fi
                      fi
                      echo 'An attempt with BASE has failed.'
                      sleep 5
                    done
                    echo 'No server has booted this machine.'
                    """.replace("@", release).replace("BASE", server.base()),
                    withoutBoot(server.text(NetbootServer.DIRECTORY + "grub.cfg")));
        }
    }

    @Test
    void allNamesThatGrubAsksForAreAnswered() throws Exception {
        try (var server = NetbootServer.ofOneProfile(scratch, "")) {
            String expected = withoutBoot(server.text(NetbootServer.DIRECTORY + "grub.cfg"));
            for (String name : List.of(
                    "grub/grub.cfg",
                    "grub.cfg-" + UUID,
                    "grub.cfg-01-52-54-00-12-34-56",
                    "grub.cfg-52:54:00:12:34:56",
                    "grub.cfg-0A00020F",
                    "grub.cfg-0A",
                    "grub/grub.cfg-01-52-54-00-12-34-56")) {
                assertEquals(expected, withoutBoot(server.text(NetbootServer.DIRECTORY + name)), name);
            }
            for (String name : List.of("grub.cfg-01-52-54-00-12-34-56", "grub.cfg-52-54-00-12-34-56")) {
                assertEquals(expected, withoutBoot(server.text("/grub/" + name)), name);
            }
            for (String name : List.of("grub.cfg", "grub.cfg-" + UUID, "grub.cfg-0A00020F")) {
                assertEquals(
                        "configfile \"(http,127.0.0.1:" + server.provider().port()
                                + ")/m/${net_default_mac}/grub.cfg?arch=${grub_cpu}&platform=${grub_platform}\"\n"
                                + "echo 'No server has a configuration for this machine.'\n",
                        server.text("/grub/" + name),
                        name);
            }
            assertEquals(404, server.status("/grub/x86_64-efi/normal.mod"));
        }
    }

    @Test
    void grubIsSentOnToThePortThatItCameBy() throws Exception {
        try (var server = NetbootServer.ofOneProfile(scratch, "")) {
            int port = server.provider().port();
            String answer = RawHttp.exchange(
                            port,
                            "GET /grub/grub.cfg HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: GRUB 2.06\r\nConnection: close\r\n\r\n")
                    .toString();
            assertTrue(answer.contains("(http,127.0.0.1:" + port + ")"), answer);
            answer = RawHttp.exchange(port, "GET /m/525400123456/pxelinux.cfg/default HTTP/1.0\r\n\r\n")
                    .toString();
            assertTrue(answer.contains("KERNEL http://127.0.0.1:" + port + "/releases/"), answer);
            answer = RawHttp.exchange(
                            port,
                            "GET /m/525400123456/boot.ipxe HTTP/1.1\r\nHost: x$(reboot):80\r\nConnection: close\r\n\r\n")
                    .toString();
            assertTrue(!answer.contains("reboot"), answer);
        }
    }

    @Test
    void grubChainsAUnifiedKernelImageAndNeverPassesOverASignature() throws Exception {
        try (var server = NetbootServer.ofOneProfile(scratch, "uki = uki.efi")) {
            server.publish("2", "uki.efi");
            String script = withoutBoot(server.text(NetbootServer.DIRECTORY + "grub.cfg"));
            assertTrue(
                    script.contains("  if chainloader '(http,127.0.0.1:"
                            + server.provider().port()
                            + ")/releases/stable/x86_64/2/uki.efi?boot=ID'; then\n    boot\n  fi\n"),
                    script);
            assertTrue(server.text(NetbootServer.DIRECTORY + "pxelinux.cfg/default")
                    .startsWith("SAY the profile has a"));
            server.rules("profiles { live { verify = true } }");
            server.publish("3", "vmlinuz.sig", "initrd.img.sig");
            assertTrue(server.text(NetbootServer.DIRECTORY + "grub.cfg")
                    .startsWith("echo 'the profile has verify = true"));
            assertTrue(server.text(NetbootServer.DIRECTORY + "pxelinux.cfg/default")
                    .startsWith("SAY the profile has verify = true"));
        }
    }

    @Test
    void pxelinuxAndUbootHaveTheirNames() throws Exception {
        try (var server = NetbootServer.ofOneProfile(scratch, "arguments = quiet", "fallback", "local-disk")) {
            String release = server.base() + "/releases/stable/x86_64/1/";
            String expected = """
                    # machine 52:54:00:12:34:56, no group, profile live
                    # /releases/stable/x86_64/1/, boot ID
                    DEFAULT linux
                    PROMPT 0
                    ONERROR local
                    LABEL linux
                      KERNEL @vmlinuz?boot=ID
                      INITRD @initrd.img?boot=ID
                      APPEND BOOTIF=01-52-54-00-12-34-56 quiet
                    LABEL local
                      LOCALBOOT 0
                    """.replace("@", release);
            for (String path : List.of(
                    "/pxelinux.cfg/01-52-54-00-12-34-56",
                    NetbootServer.DIRECTORY + "pxelinux.cfg",
                    NetbootServer.DIRECTORY + "pxelinux.cfg/default",
                    NetbootServer.DIRECTORY + "pxelinux.cfg/" + UUID)) {
                assertEquals(expected, withoutBoot(server.text(path)), path);
            }
            String forAll = server.text("/pxelinux.cfg/default");
            assertTrue(forAll.contains("  KERNEL " + release + "vmlinuz\n"), forAll);
            assertTrue(forAll.contains("  APPEND quiet\n"), forAll);
            assertEquals(404, server.status("/pxelinux.cfg/" + UUID));
            assertEquals(404, server.status("/pxelinux.cfg/0A00020F"));
        }
    }

    @Test
    void whatIsWrongIsSaidOnTheConsoleAndOtherwiseByTheStatus() throws Exception {
        try (var server = NetbootServer.ofOneProfile(scratch, "", "fallback", "local-disk")) {
            assertEquals("""
                    #!ipxe
                    echo machine _52:54_: expected six bytes, such as 52:54:00:12:34:56
                    sleep 10
                    iseq ${platform} pcbios && sanboot --no-describe --drive 0x80 ||
                    exit 1
                    """, server.text("/m/52:54/boot.ipxe"));
            assertEquals(
                    "echo 'uuid _x_: " + SystemUuid.EXPECTED + "'\nsleep 2\nexit 1\n",
                    server.text(NetbootServer.DIRECTORY + "grub.cfg?uuid=x"));
            assertTrue(server.text(NetbootServer.DIRECTORY + "pxelinux.cfg/default?arch=vax")
                    .startsWith("SAY arch _vax_: expected one of aarch64, "));
            assertTrue(server.text(NetbootServer.DIRECTORY + "boot.ipxe?arch=riscv64")
                    .startsWith("#!ipxe\necho profile live: there is no release of stable for riscv64\n"));
            assertEquals(400, server.status("/m/52:54/vmlinuz"));
            assertEquals(404, server.status("/m/"));
            assertEquals(404, server.status("/m/525400123456"));
            assertEquals(404, server.status(NetbootServer.DIRECTORY));
            assertEquals(404, server.status(NetbootServer.DIRECTORY + "nothing"));
        }
    }

    @Test
    void theDirectoryOfAMachineHasTheFilesOfItsRelease() throws Exception {
        try (var server = NetbootServer.ofOneProfile(scratch, "")) {
            server.publish("2", "shimx64.efi", "EFI/BOOT/grubx64.efi");
            for (String name : List.of("shimx64.efi", "EFI/BOOT/grubx64.efi", "vmlinuz", "kernel")) {
                try (Response response = server.provider().get(NetbootServer.DIRECTORY + name, "Range", "bytes=0-3")) {
                    assertEquals(206, response.code(), name);
                    assertEquals("no-store", response.header("Cache-Control"));
                    assertEquals(
                            NetbootServer.content(name.equals("kernel") ? "vmlinuz" : name, "2")
                                    .substring(0, 4),
                            response.body().string());
                }
            }
            try (Response head = server.provider().head(NetbootServer.DIRECTORY + "shimx64.efi")) {
                assertEquals("application/efi", head.header("Content-Type"));
            }
            try (Response head = server.provider().head(NetbootServer.DIRECTORY + "boot.ipxe")) {
                assertEquals(200, head.code());
                assertTrue(Integer.parseInt(head.header("Content-Length")) > 100);
            }
        }
    }
}
