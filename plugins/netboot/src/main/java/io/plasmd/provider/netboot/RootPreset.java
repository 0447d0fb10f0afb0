package io.plasmd.provider.netboot;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the kernel is told where its root file system is. */
enum RootPreset {
    NONE,
    /** dracut's livenet: the URL has to end in the name of a file, so that nothing can be added to it. */
    LIVE,
    /** Fedora CoreOS. */
    FCOS,
    /** systemd-import-generator, which looks for sums and signatures beside the file. */
    SYSTEMD_PULL,
    NFSROOT;

    static Optional<RootPreset> of(String name) {
        return Arrays.stream(values())
                .filter(preset -> preset.toString().equals(name))
                .findFirst();
    }

    static String expected() {
        return Arrays.stream(values()).map(RootPreset::toString).collect(Collectors.joining(", "));
    }

    boolean loadsRootfs() {
        return this == LIVE || this == FCOS || this == SYSTEMD_PULL;
    }

    /**
     * The arguments of the kernel.
     *
     * @param url of the root file system; of use where {@link #loadsRootfs}
     * @param nfs server and directory
     */
    String arguments(String url, String nfs) {
        return switch (this) {
            case NONE -> "";
            case LIVE -> "root=live:" + url;
            case FCOS -> "coreos.live.rootfs_url=" + url;
            case SYSTEMD_PULL ->
                "rd.systemd.pull=raw,machine,blockdev:root:" + url + " root=/dev/disk/by-loop-ref/root.raw";
            case NFSROOT -> "root=/dev/nfs nfsroot=" + nfs + " ip=dhcp";
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
