package io.plasmd.provider.netboot.dhcp;

import java.util.List;

/**
 * What a kind of firmware is given to start: iPXE, which then asks again by itself. Numbers are of the IANA registry
 * "Processor Architecture Types" of option 93 (RFC 4578, RFC 5970).
 */
enum Loader {
    BIOS("bios", "BIOS", "x86_64", "undionly.kpxe", List.of(0), List.of()),
    /** Much firmware for x64 says 9, as RFC 4578 had it before its erratum 4625 and the registry. */
    X86_64("x64", "UEFI on x86_64", "x86_64", "ipxe.efi", List.of(7, 9), List.of(16)),
    ARM64("arm64", "UEFI on aarch64", "aarch64", "ipxe-arm64.efi", List.of(11), List.of(19));

    private final String tag;
    private final String title;
    private final String arch;
    private final String file;
    private final List<Integer> byTftp;
    private final List<Integer> byHttp;

    Loader(String tag, String title, String arch, String file, List<Integer> byTftp, List<Integer> byHttp) {
        this.tag = tag;
        this.title = title;
        this.arch = arch;
        this.file = file;
        this.byTftp = byTftp;
        this.byHttp = byHttp;
    }

    /** A word for it in the configuration. */
    String tag() {
        return tag;
    }

    /** For people. */
    String title() {
        return title;
    }

    /** As the provider names it. */
    String arch() {
        return arch;
    }

    /** By TFTP, and by HTTP below the directory of the channel and architecture. */
    String file() {
        return file;
    }

    /** What firmware says that loads it by TFTP (PXE). */
    List<Integer> byTftp() {
        return byTftp;
    }

    /** What firmware says that loads it by HTTP (UEFI HTTP Boot); empty where there is none. */
    List<Integer> byHttp() {
        return byHttp;
    }
}
