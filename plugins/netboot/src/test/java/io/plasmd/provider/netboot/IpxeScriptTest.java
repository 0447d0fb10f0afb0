package io.plasmd.provider.netboot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a machine with iPXE is told. */
final class IpxeScriptTest {
    @TempDir
    private Path scratch;

    private static String withoutBoot(String script) {
        return script.replaceAll("[?]boot=[0-9a-f]+", "?boot=ID").replaceAll("boot [0-9a-f]{8,}", "boot ID");
    }

    @Test
    void theScriptLoadsOneReleaseAndTriesAgainBeforeItGivesUp() throws Exception {
        try (var server = NetbootServer.ofOneProfile(scratch, "arguments = \"quiet splash\"", "attempts", "2")) {
            String release = server.base() + "/releases/stable/x86_64/1/";
            assertEquals(
                    """
                    #!ipxe
                    # machine 52:54:00:12:34:56, no group, profile live
                    # /releases/stable/x86_64/1/, boot ID
                    isset ${netX/ip} || isset ${netX/ip6} || ifconf ||
                    :server1
                    set attempt:int32 1
                    :attempt1
                    imgfree
                    kernel --name vmlinuz @vmlinuz?boot=ID initrd=initrd.img BOOTIF=01-52-54-00-12-34-56 quiet splash || goto again1
                    initrd --name initrd.img @initrd.img?boot=ID || goto again1
                    boot || goto again1
                    :again1
                    iseq ${attempt} 2 && goto server2 ||
                    echo Attempt ${attempt} with BASE has failed.
                    inc attempt
                    sleep 5
                    goto attempt1
                    :server2
                    echo No server has booted this machine.
                    shell
                    """.replace("@", release).replace("BASE", server.base()),
                    withoutBoot(server.text(NetbootServer.DIRECTORY + "boot.ipxe")));
        }
    }

    @Test
    void whatItNamesIsThere() throws Exception {
        try (var server = NetbootServer.ofOneProfile(scratch, "root = live")) {
            String script = server.text(NetbootServer.DIRECTORY + "autoexec.ipxe");
            for (String name : new String[] {"vmlinuz", "initrd.img", "rootfs.img"}) {
                int start = script.indexOf("/releases/", script.indexOf("kernel --name"));
                String path = script.substring(start)
                        .lines()
                        .findFirst()
                        .orElseThrow()
                        .split("[? ]", 2)[0];
                path = path.substring(0, path.lastIndexOf('/') + 1) + name;
                try (Response response = server.provider().get(path)) {
                    assertEquals(
                            NetbootServer.content(name, "1"), response.body().string());
                }
            }
            assertTrue(
                    script.contains(" root=live:" + server.base() + "/releases/stable/x86_64/1/rootfs.img "), script);
        }
    }

    @Test
    void oneBootStaysWithOneReleaseWhateverIsPublishedMeanwhile() throws Exception {
        try (var server = NetbootServer.ofOneProfile(scratch, "")) {
            String script = server.text(NetbootServer.DIRECTORY + "boot.ipxe");
            server.publish("2");
            String kernel = script.substring(script.indexOf("/releases/", script.indexOf("kernel --name")));
            try (Response response = server.provider().get(kernel.substring(0, kernel.indexOf(' ')))) {
                assertEquals(
                        NetbootServer.content("vmlinuz", "1"), response.body().string());
            }
        }
    }

    @Test
    void everyBootHasAnIdOfItsOwn() throws Exception {
        try (var server = NetbootServer.ofOneProfile(scratch, "")) {
            String path = NetbootServer.DIRECTORY + "boot.ipxe";
            assertFalse(server.text(path).equals(server.text(path)));
        }
    }

    @Test
    void aProfileMayStayWithOneVersion() throws Exception {
        try (var server = NetbootServer.ofOneProfile(scratch, "version = \"1\"")) {
            server.publish("2");
            assertTrue(
                    server.text(NetbootServer.DIRECTORY + "boot.ipxe").contains("/releases/stable/x86_64/1/vmlinuz"));
        }
    }

    @Test
    void theCurrentVersionIsThatOfTheMoment() throws Exception {
        try (var server = NetbootServer.ofOneProfile(scratch, "version = current")) {
            server.publish("2");
            assertTrue(
                    server.text(NetbootServer.DIRECTORY + "boot.ipxe").contains("/releases/stable/x86_64/2/vmlinuz"));
        }
    }

    @Test
    void serversAreTriedOneAfterTheOtherInTheOrderOfTheMachine() throws Exception {
        try (var server = NetbootServer.ofOneProfile(
                scratch, "", "servers", "http://a:8080/, http://b, https://c", "fallback", "local-disk")) {
            String script = server.text(NetbootServer.DIRECTORY + "boot.ipxe");
            for (String one : new String[] {"http://a:8080/releases/", "http://b/releases/", "https://c/releases/"}) {
                assertTrue(script.contains(one), script);
            }
            assertTrue(script.contains("goto server4"), script);
            assertTrue(script.endsWith("iseq ${platform} pcbios && sanboot --no-describe --drive 0x80 ||\nexit 1\n"));
            var firsts = new HashSet<String>();
            for (int i = 10; i < 40; i++) {
                String other = server.text("/m/5254001234" + i + "/boot.ipxe");
                firsts.add(
                        other.substring(other.indexOf(" http"), other.indexOf("/releases/", other.indexOf(" http"))));
            }
            assertEquals(3, firsts.size(), firsts.toString());
        }
    }

    @Test
    void signaturesAreCheckedWhereThatIsAskedForAndAreNotLeftOut() throws Exception {
        try (var server = NetbootServer.ofOneProfile(scratch, "verify = true")) {
            String script = server.text(NetbootServer.DIRECTORY + "boot.ipxe");
            assertTrue(script.startsWith("#!ipxe\necho profile live: there is no vmlinuz.sig in"), script);
            server.publish("2", "vmlinuz.sig", "initrd.img.sig");
            script = server.text(NetbootServer.DIRECTORY + "boot.ipxe");
            String release = server.base() + "/releases/stable/x86_64/2/";
            assertTrue(
                    script.contains(
                            "\nimgverify vmlinuz " + release + "vmlinuz.sig || goto again1\nimgverify initrd.img "
                                    + release + "initrd.img.sig || goto again1\nboot || goto again1\n"),
                    script);
        }
    }

    @Test
    void aUnifiedKernelImageHasNoInitrd() throws Exception {
        try (var server = NetbootServer.ofOneProfile(scratch, "uki = \"EFI/uki.efi\", shim = shimx64.efi")) {
            server.publish("2", "EFI/uki.efi", "shimx64.efi");
            String script = withoutBoot(server.text(NetbootServer.DIRECTORY + "boot.ipxe"));
            String release = server.base() + "/releases/stable/x86_64/2/";
            assertTrue(
                    script.contains("\nkernel --name uki.efi " + release + "EFI/uki.efi?boot=ID || goto again1\n"
                            + "iseq ${platform} pcbios || shim " + release + "shimx64.efi || goto again1\nboot"),
                    script);
        }
    }

    @Test
    void argumentsMayNameWhatIsKnown() throws Exception {
        try (var server = NetbootServer.ofOneProfile(
                scratch,
                "arguments = [\"ds=nocloud;s={{machine}}\", \"name={{hostname}}{{^hostname}}none{{/hostname}}\", \"{{data.console}}\"],"
                        + " data { console = \"console=ttyS0,${speed}\" }")) {
            String end =
                    " ds=nocloud;s=" + server.base() + NetbootServer.DIRECTORY + " name=%s console=ttyS0,${speed} ||";
            assertTrue(server.text(NetbootServer.DIRECTORY + "boot.ipxe").contains(String.format(end, "none")));
            String script = server.text(NetbootServer.DIRECTORY + "boot.ipxe?hostname=%24%7Bx%7D%20%7C%7C%20shell");
            assertTrue(script.contains(String.format(end, "__x_____shell")), script);
        }
    }

    @Test
    void theScriptThatIsTheSameForAllSendsTheFactsOn() throws Exception {
        try (var server = NetbootServer.ofOneProfile(scratch, "")) {
            String script = server.text("/boot.ipxe");
            assertEquals(script, server.text("/autoexec.ipxe"));
            assertTrue(script.startsWith("#!ipxe\n"), script);
            assertTrue(
                    script.contains(
                            "chain --replace " + server.base() + "/m/${netX/mac:hexhyp}/boot.ipxe?uuid=${uuid}&"),
                    script);
            for (String fact : Facts.NAMES) {
                assertTrue(fact.equals(Facts.MAC) || script.contains(fact + "=${" + fact), fact);
            }
        }
    }

    @Test
    void rootFileSystemsAreNamedAsTheirClientsWantIt() throws Exception {
        String url = "http://s/releases/1/rootfs.img";
        assertEquals("", RootPreset.NONE.arguments(url, ""));
        assertEquals("coreos.live.rootfs_url=" + url, RootPreset.FCOS.arguments(url, ""));
        assertEquals(
                "rd.systemd.pull=raw,machine,blockdev:root:" + url + " root=/dev/disk/by-loop-ref/root.raw",
                RootPreset.SYSTEMD_PULL.arguments(url, ""));
        assertEquals("root=/dev/nfs nfsroot=10.0.0.1:/srv ip=dhcp", RootPreset.NFSROOT.arguments("", "10.0.0.1:/srv"));
    }
}
