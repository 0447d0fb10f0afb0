package io.plasmd.provider.catalog;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Somebody else may have written what the server has remembered, so it is not believed. */
final class NotPrivateException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    NotPrivateException(Path file, String reason) {
        super(file.toString(), null, reason);
    }
}
