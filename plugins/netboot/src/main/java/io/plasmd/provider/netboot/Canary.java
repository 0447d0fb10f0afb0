package io.plasmd.provider.netboot;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * A version that a share of the machines of a profile try before the others.
 *
 * @param version that of a release, or {@link #CURRENT}
 * @param percent how many of a hundred machines, by what they are called: always the same ones, and more join as it is raised
 * @param haltAfter how many boots of it may fail
 */
record Canary(String version, double percent, int haltAfter) {
    static final String CURRENT = "current";

    private static final double ALL = 100;
    private static final double HASHES = 1L << Integer.SIZE;

    /** Whether it is over, after so many boots of it that have failed. */
    boolean isHaltedBy(int failed) {
        return failed > haltAfter;
    }

    /** Whether a machine is one of them. */
    boolean isFor(MachineId machine) {
        var hash = new CRC32();
        hash.update(machine.text().getBytes(StandardCharsets.UTF_8));
        return hash.getValue() / HASHES * ALL < percent;
    }
}
