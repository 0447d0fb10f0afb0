package io.plasmd.provider.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/** A disk that says on the serial line that it was booted, and resets the machine. */
final class LocalDisk {
    static final String SAYS = "booted from the local disk";

    private static final int SECTOR = 512;
    private static final int LARGE = 1 << 20;

    /** By the address 7c00 where a BIOS puts it: each byte of what is at 7c18 to port 3f8, then fe to port 64. */
    private static final byte[] PROGRAM = HexFormat.of()
            .withDelimiter(" ")
            .parseHex("fa 31 c0 8e d8 fc be 18 7c ba f8 03 ac 84 c0 74 03 ee eb f8 b0 fe e6 64");

    private LocalDisk() {}

    static Path in(Path directory) throws IOException {
        var sector = new ByteArrayOutputStream();
        sector.writeBytes(PROGRAM);
        sector.writeBytes((SAYS + "\r\n").getBytes(StandardCharsets.US_ASCII));
        byte[] disk = Arrays.copyOf(sector.toByteArray(), LARGE);
        // The mark of a sector that can be booted.
        disk[SECTOR - 2] = 0x55;
        disk[SECTOR - 1] = (byte) 0xaa;
        return Files.write(directory.resolve("disk.img"), disk);
    }
}
