package io.plasmd.provider.files;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** The kernel watches as many directories for this user as it may. */
public final class NoRoomException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    NoRoomException(Path directory) {
        super(directory.toString(), null, "no more watches (fs.inotify.max_user_watches)");
    }
}
