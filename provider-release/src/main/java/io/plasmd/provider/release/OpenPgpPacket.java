package io.plasmd.provider.release;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** The parts that OpenPGP messages are put together from (RFC 9580). */
final class OpenPgpPacket {
    static final int SIGNATURE = 2;
    static final int PUBLIC_KEY = 6;
    static final int USER_ID = 13;

    private static final int NEW_FORMAT = 0xC0;

    /** Longest length in one byte, and in two (section 4.2.1). */
    private static final int ONE_BYTE = 191;

    private static final int TWO_BYTES = 8383;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A packet with a header. */
    static byte[] of(int type, byte[] body) {
        return new OpenPgpPacket()
                .number(NEW_FORMAT | type, 1)
                .length(body.length)
                .bytes(body)
                .toBytes();
    }

    /** A number in so many bytes, the highest first. */
    OpenPgpPacket number(long value, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            out.write((int) (value >>> (8 * i)));
        }
        return this;
    }

    OpenPgpPacket bytes(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** A number of any length, without zeros in front (section 3.2). */
    OpenPgpPacket multiprecision(byte[] value) {
        var number = new BigInteger(1, value);
        byte[] bytes = number.toByteArray();
        int zeros = bytes[0] == 0 ? 1 : 0;
        number(number.bitLength(), 2);
        out.write(bytes, zeros, bytes.length - zeros);
        return this;
    }

    /** What is said of a signature (section 5.2.3.7). */
    OpenPgpPacket subpacket(int type, byte[] body) {
        return length(body.length + 1).number(type, 1).bytes(body);
    }

    private OpenPgpPacket length(int length) {
        if (length <= ONE_BYTE) {
            return number(length, 1);
        }
        if (length > TWO_BYTES) {
            throw new IllegalArgumentException("nothing here is as long as " + length);
        }
        int rest = length - ONE_BYTE - 1;
        return number((rest >>> 8) + ONE_BYTE + 1, 1).number(rest & 0xFF, 1);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
