package io.plasmd.provider.distribution;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The variables of UEFI firmware, as OVMF keeps them in a file: a firmware volume (UEFI PI, volume 3, section 3.2.1) with
 * an authenticated variable store in it (EDK2, MdeModulePkg/Include/Guid/VariableFormat.h).
 */
final class FirmwareVariables {
    private static final int VOLUME_HEADER_LENGTH_AT = 0x30;
    private static final int STORE_HEADER_BYTES = 28;
    private static final int VARIABLE_HEADER_BYTES = 60;
    private static final short VARIABLE_START = 0x55aa;
    private static final byte ADDED = 0x3f;

    /** Kept without power, seen while booting and by the system that is booted. */
    private static final int ATTRIBUTES = 7;

    /** EFI_GLOBAL_VARIABLE, and an active boot option. */
    private static final byte[] GLOBAL = HexFormat.of().parseHex("61dfe48bca93d211aa0d00e098032b8c");

    private static final int ACTIVE = 1;
    private static final short OPTION = 0x0099;

    private final ByteBuffer volume;

    private FirmwareVariables(byte[] volume) {
        this.volume = ByteBuffer.wrap(volume).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Copies a file of variables, with an option added: boot by HTTP, from this URL and nowhere else. */
    static void copyWithHttpBoot(Path source, Path target, String url) throws IOException {
        var variables = new FirmwareVariables(Files.readAllBytes(source));
        variables.goToEnd();
        variables.add("Boot0099", bootOption(url));
        variables.add("BootNext", number(OPTION));
        variables.add("BootOrder", number(OPTION));
        Files.write(target, variables.volume.array());
    }

    /** UEFI 2.10, section 3.1.3 (EFI_LOAD_OPTION): a device path that is nothing but a URI, and its end. */
    private static byte[] bootOption(String url) {
        byte[] uri = url.getBytes(StandardCharsets.US_ASCII);
        byte[] description = text("http");
        return littleEndian(6 + description.length + 4 + uri.length + 4)
                .putInt(ACTIVE)
                .putShort((short) (4 + uri.length + 4))
                .put(description)
                .put((byte) 3)
                .put((byte) 24)
                .putShort((short) (4 + uri.length))
                .put(uri)
                .putInt(0x0004ff7f)
                .array();
    }

    private static byte[] number(short value) {
        return littleEndian(2).putShort(value).array();
    }

    private static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_16LE);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Behind the variables that are there, such as the keys of Secure Boot. */
    private void goToEnd() {
        volume.position(volume.getShort(VOLUME_HEADER_LENGTH_AT) + STORE_HEADER_BYTES);
        while (volume.getShort(volume.position()) == VARIABLE_START) {
            int nameBytes = volume.getInt(volume.position() + 36);
            int dataBytes = volume.getInt(volume.position() + 40);
            volume.position(aligned(volume.position() + VARIABLE_HEADER_BYTES + nameBytes + dataBytes));
        }
    }

    private void add(String name, byte[] data) {
        byte[] encodedName = text(name);
        volume.putShort(VARIABLE_START)
                .put(ADDED)
                .put((byte) 0)
                .putInt(ATTRIBUTES)
                // Of one that needs no signature: its count, its time, and whose key it is.
                .put(new byte[8 + 16 + 4])
                .putInt(encodedName.length)
                .putInt(data.length)
                .put(GLOBAL)
                .put(encodedName)
                .put(data);
        volume.position(aligned(volume.position()));
    }

    private static int aligned(int position) {
        return (position + 3) & ~3;
    }
}
