package io.plasmd.provider.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * Whether there certainly is nothing. A path that may not be searched, a file server that restarts and a disk that fails
 * say nothing of what is there.
 */
public final class Absence {
    private Absence() {}

    /**
     * What an attempt to look at a path that failed says. Java tells most numbers of errors by words alone, in whatever
     * language; then the kernel is asked once more.
     */
    public static boolean isCertain(Path path, IOException failure) {
        if (failure instanceof NoSuchFileException
                || failure instanceof NotDirectoryException
                || failure instanceof NotRegularFileException) {
            return true;
        }
        if (failure instanceof AccessDeniedException) {
            return false;
        }
        try {
            Statx.at(path, true);
            return false;
        } catch (NoSuchFileException | NotRegularFileException e) {
            // Also a ring of links, and a name that is longer than any that a file can have.
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
