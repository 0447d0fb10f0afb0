package io.plasmd.provider.release;

import java.nio.file.Path;

/** Publishes in a process of its own, which ends in the midst of it. */
final class KilledPublisher {
    private KilledPublisher() {}

    /** Arguments: the directory of the {@link Shop}, the version, the number of changes before the end. */
    public static void main(String[] args) throws Exception {
        var shop = new Shop(Path.of(args[0]));
        var disk = new BreakingDisk(BreakingDisk.Break.KILLED, Integer.parseInt(args[2]));
        shop.publisher(disk).publish(shop.request(args[1], Shop.contents(args[1])), ProgressDisplay::none);
    }
}
