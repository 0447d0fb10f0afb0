package io.plasmd.provider.files;

import java.nio.file.FileSystemException;

/** Something else than a regular file stands where one was wanted: nothing of it is read. */
public final class NotRegularFileException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    /**
     * One that says what stands there.
     *
     * @param reason for people
     */
    NotRegularFileException(String file, String reason) {
        super(file, null, reason);
    }
}
