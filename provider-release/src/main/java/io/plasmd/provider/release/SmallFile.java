package io.plasmd.provider.release;

import io.plasmd.provider.files.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;

/** Files that are read whole: records, manifests. Something else in the place of one is not waited for. */
public final class SmallFile {
    private SmallFile() {}

    /**
     * Reads all of a file that is no link.
     *
     * @param most in bytes
     */
    public static byte[] read(Path path, int most) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null) {
            throw new FileSystemException(path.toString(), null, "a directory is no regular file");
        }
        try (OpenFile file = OpenFile.beneath(directory, path.getFileName())) {
            return read(file, most);
        }
    }

    /** The same of one that the operator has named: links are followed. */
    static byte[] readNamed(Path path, int most) throws IOException {
        try (OpenFile file = OpenFile.named(path)) {
            return read(file, most);
        }
    }

    private static byte[] read(OpenFile file, int most) throws IOException {
        long size = file.state().size();
        if (size > most) {
            throw new FileSystemException(
                    file.path().toString(), null, "too large: " + size + " bytes, expected no more than " + most);
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) size);
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = file.read(bytes, bytes.position());
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
