package io.plasmd.provider.files;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** The file system of a file does not answer: what is there, nobody knows until it does. */
public final class NotAnsweringException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    NotAnsweringException(Path mountPoint) {
        super(mountPoint.toString(), null, "the file system does not answer");
    }
}
