package io.plasmd.provider.release;

import java.util.Base64;

/** OpenPGP in text (RFC 9580, section 6). */
final class Armor {
    private static final int CRC_START = 0xB704CE;
    private static final int CRC_POLYNOMIAL = 0x864CFB;

    private Armor() {}

    static String of(String label, byte[] content) {
        byte[] sum = new OpenPgpPacket().number(crc24(content), 3).toBytes();
        return "-----BEGIN " + label + "-----\n\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n=" + Base64.getEncoder().encodeToString(sum)
                + "\n-----END " + label + "-----\n";
    }

    /** Section 6.1.1: optional by now, and older programs ask for it. */
    private static int crc24(byte[] content) {
        int crc = CRC_START;
        for (byte next : content) {
            crc ^= (next & 0xFF) << 16;
            for (int bit = 0; bit < 8; bit++) {
                crc <<= 1;
                if ((crc & 0x1000000) != 0) {
                    crc ^= 0x1000000 | CRC_POLYNOMIAL;
                }
            }
        }
        return crc;
    }
}
