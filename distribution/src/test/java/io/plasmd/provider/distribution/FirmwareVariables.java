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
    private static final int SEEN_BY_ALL = 7;

    /** Kept without power, and seen while booting alone: the shim believes no other list of keys. */
    private static final int SEEN_WHILE_BOOTING = 3;

    /** EFI_GLOBAL_VARIABLE. */
    private static final byte[] GLOBAL = HexFormat.of().parseHex("61dfe48bca93d211aa0d00e098032b8c");

    /** SHIM_LOCK_GUID: 605dab50-e046-4300-abb6-3dd810dd8b23. */
    private static final byte[] SHIM_LOCK = HexFormat.of().parseHex("50ab5d6046e00043abb63dd810dd8b23");

    /** EFI_CERT_X509_GUID: a5c059a1-94e4-4aa7-87b5-ab155c2bf072. */
    private static final byte[] X509 = HexFormat.of().parseHex("a159c0a5e494a74a87b5ab155c2bf072");

    /** An active boot option. */
    private static final int ACTIVE = 1;

    private static final short OPTION = 0x0099;

    private final ByteBuffer volume;

    private FirmwareVariables(byte[] volume) {
        this.volume = ByteBuffer.wrap(volume).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Those of a file, with room for more behind them. */
    static FirmwareVariables of(Path file) throws IOException {
        var variables = new FirmwareVariables(Files.readAllBytes(file));
        variables.goToEnd();
        return variables;
    }

    /** Adds an option: boot by HTTP, from this URL and nowhere else. */
    void addHttpBoot(String url) {
        add("Boot0099", GLOBAL, SEEN_BY_ALL, bootOption(url));
        add("BootNext", GLOBAL, SEEN_BY_ALL, number(OPTION));
        add("BootOrder", GLOBAL, SEEN_BY_ALL, number(OPTION));
    }

    /**
     * Has the shim trust what the owner of the machine signs: a list of one (UEFI 2.10, section 32.4.1,
     * EFI_SIGNATURE_LIST), as the shim's MOK manager enrols it.
     *
     * @param certificate as DER
     */
    void addOwnerCertificate(byte[] certificate) {
        int entryBytes = 16 + certificate.length;
        add(
                "MokList",
                SHIM_LOCK,
                SEEN_WHILE_BOOTING,
                littleEndian(28 + entryBytes)
                        .put(X509)
                        .putInt(28 + entryBytes)
                        .putInt(0)
                        .putInt(entryBytes)
                        // Whose it is: nobody's in particular.
                        .put(new byte[16])
                        .put(certificate)
                        .array());
    }

    /** Writes them to a file of their own. */
    Path write(Path directory) throws IOException {
        return Files.write(Files.createTempFile(directory, "variables", ""), volume.array());
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

    private void add(String name, byte[] vendor, int attributes, byte[] data) {
        byte[] encodedName = text(name);
        volume.putShort(VARIABLE_START)
                .put(ADDED)
                .put((byte) 0)
                .putInt(attributes)
                // Of one that needs no signature: its count, its time, and whose key it is.
                .put(new byte[8 + 16 + 4])
                .putInt(encodedName.length)
                .putInt(data.length)
                .put(vendor)
                .put(encodedName)
                .put(data);
        volume.position(aligned(volume.position()));
    }

    private static int aligned(int position) {
        return (position + 3) & ~3;
    }
}
