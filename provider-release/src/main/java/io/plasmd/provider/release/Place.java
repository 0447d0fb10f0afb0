package io.plasmd.provider.release;

import java.util.Optional;

/**
 * Where a manifest has to be from. The signature of one for another place is just as good, and so it would be taken: a
 * mistake, or a trick.
 *
 * @param channel empty for any
 * @param arch by any of its names; empty for any
 */
public record Place(Optional<String> channel, Optional<String> arch) {
    /** One channel, and one architecture. */
    public static Place of(String channel, String arch) {
        return new Place(Optional.of(channel), Optional.of(arch));
    }

    /**
     * Refuses the manifest of another channel or architecture.
     *
     * @param from where it was read
     */
    void require(Manifest manifest, Object from) throws ReleaseException {
        boolean isFromThere = channel.map(manifest.channel()::equals).orElse(true)
                && arch.map(name -> ArchitectureNames.of(name).contains(manifest.arch()))
                        .orElse(true);
        if (!isFromThere) {
            throw new ReleaseException(from + " is the manifest of " + HumanText.printable(manifest.channel()) + "/"
                    + HumanText.printable(manifest.arch()) + "; expected " + channel.orElse("any channel") + "/"
                    + arch.orElse("any architecture") + ". Another place is named with --channel and --arch.");
        }
    }
}
