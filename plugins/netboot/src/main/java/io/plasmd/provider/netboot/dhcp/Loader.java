package io.plasmd.provider.netboot.dhcp;

import java.util.List;

/**
 * What a kind of firmware is given to start: iPXE, which then asks again by itself. Numbers are of the IANA registry
 * "Processor Architecture Types" of option 93 (RFC 4578, RFC 5970).
 */
enum Loader {
    BIOS("bios", "BIOS", "x86_64", "undionly.kpxe"),
    X86_64("x64", "UEFI on x86_64", "x86_64", "ipxe.efi"),
    ARM64("arm64", "UEFI on aarch64", "aarch64", "ipxe-arm64.efi");

    private final String tag;
    private final String title;
    private final String arch;
    private final String file;

    Loader(String tag, String title, String arch, String file) {
        this.tag = tag;
        this.title = title;
        this.arch = arch;
        this.file = file;
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
        return switch (this) {
            case BIOS -> List.of(0);
            // 9 is that of EFI byte code, and what some firmware for x64 says.
            case X86_64 -> List.of(7, 9);
            case ARM64 -> List.of(11);
        };
    }

    /** What firmware says that loads it by HTTP (UEFI HTTP Boot); empty where there is none. */
    List<Integer> byHttp() {
        return switch (this) {
            case BIOS -> List.of();
            case X86_64 -> List.of(16);
            case ARM64 -> List.of(19);
        };
    }
}
