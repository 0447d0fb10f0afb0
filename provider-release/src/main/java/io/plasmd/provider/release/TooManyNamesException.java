package io.plasmd.provider.release;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A directory has more names than are read, be it for itself or together with others. */
public final class TooManyNamesException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    /** Of one that alone has more. */
    public TooManyNamesException(Path directory, int most) {
        this(directory, "more than " + most + " names in one directory");
    }

    /**
     * Of any.
     *
     * @param reason what to say after the name of the directory
     */
    public TooManyNamesException(Path directory, String reason) {
        super(directory.toString(), null, reason);
    }
}
