package io.plasmd.provider.server.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Wraps the older forms of private keys into PKCS#8 (RFC 5208, section 5), the one that the JDK reads. */
final class Pkcs8 {
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xa0;

    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    /** rsaEncryption with its NULL (RFC 8017, appendix A.1). */
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    /** id-ecPublicKey (RFC 5480, section 2.1.1). */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private Pkcs8() {}

    /** From PKCS#1. */
    static byte[] ofRsa(byte[] key) {
        return wrap(SEQUENCE, VERSION_0, RSA, wrap(OCTETS, key));
    }

    /** From SEC 1 (RFC 5915, section 3), which has the name of the curve inside. */
    static byte[] ofEc(byte[] key) {
        return wrap(SEQUENCE, VERSION_0, wrap(SEQUENCE, EC, curve(ByteBuffer.wrap(key))), wrap(OCTETS, key));
    }

    private static byte[] curve(ByteBuffer key) {
        ByteBuffer fields = content(key);
        while (fields.hasRemaining()) {
            int tag = fields.get(fields.position()) & 0xff;
            ByteBuffer field = content(fields);
            if (tag == PARAMETERS) {
                var curve = new byte[field.remaining()];
                field.get(curve);
                return curve;
            }
        }
        throw new IllegalArgumentException("it does not name its curve");
    }

    /** The content of the next field, after which the buffer then stands. */
    private static ByteBuffer content(ByteBuffer in) {
        if (in.remaining() < 2) {
            throw new IllegalArgumentException("it ends too early");
        }
        in.get();
        int length = in.get() & 0xff;
        if (length > 0x80) {
            int octets = length - 0x80;
            length = 0;
            for (int i = 0; i < octets && in.hasRemaining() && length < 1 << 16; i++) {
                length = (length << 8) | (in.get() & 0xff);
            }
        }
        if (length > in.remaining()) {
            throw new IllegalArgumentException("it ends too early");
        }
        ByteBuffer content = in.slice(in.position(), length);
        in.position(in.position() + length);
        return content;
    }

    private static byte[] wrap(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        var out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
