package io.plasmd.provider.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Numbers of errors (asm-generic/errno-base.h and errno.h), and what Java calls them. */
final class Errno {
    static final int NOT_PERMITTED = 1;
    private static final int NO_ENTRY = 2;
    static final int INTERRUPTED = 4;
    private static final int INPUT_OUTPUT = 5;
    private static final int NO_DEVICE_BEHIND = 6;
    static final int AGAIN = 11;
    private static final int NO_MEMORY = 12;
    static final int NO_ACCESS = 13;
    private static final int CROSSES_DEVICES = 18;
    private static final int NO_DIRECTORY = 20;
    private static final int IS_DIRECTORY = 21;
    private static final int SYSTEM_FULL = 23;
    private static final int PROCESS_FULL = 24;
    static final int NO_SPACE = 28;
    private static final int NAME_TOO_LONG = 36;
    static final int NO_SUCH_CALL = 38;
    private static final int LINK = 40;
    private static final int NOT_CONNECTED = 107;
    private static final int TIMED_OUT = 110;
    private static final int REFUSED = 111;
    private static final int HOST_DOWN = 112;
    private static final int STALE = 116;

    private Errno() {}

    /** What a call that failed means for a file. */
    static IOException exception(long error, Object file) {
        String name = file.toString();
        return switch ((int) error) {
            case NO_ENTRY, NO_DIRECTORY -> new NoSuchFileException(name);
            // Nothing can have it.
            case NAME_TOO_LONG -> new NoSuchFileException(name, null, "File name too long");
            case NO_ACCESS, NOT_PERMITTED -> new AccessDeniedException(name, null, "no permission");
            case LINK -> new NotRegularFileException(name, "a symbolic link stands in its place, or above it");
            case CROSSES_DEVICES -> new NotRegularFileException(name, "it leads out of its directory");
            case NO_DEVICE_BEHIND -> new NotRegularFileException(name, "a socket or a device is no regular file");
            case IS_DIRECTORY -> new NotRegularFileException(name, "a directory is no regular file");
            default -> new FileSystemException(name, null, text((int) error));
        };
    }

    static String text(int error) {
        return switch (error) {
            case INPUT_OUTPUT -> "Input/output error";
            // Of openat2(2), which gives up where names move all the time; or somebody holds a lease (fcntl(2)).
            case AGAIN -> "Resource temporarily unavailable";
            case NO_MEMORY -> "Cannot allocate memory";
            case SYSTEM_FULL -> "Too many open files in system";
            case PROCESS_FULL -> "Too many open files";
            case NO_ENTRY -> "No such file or directory";
            case NO_ACCESS -> "Permission denied";
            case REFUSED -> "Connection refused";
            // Of file servers that have gone: FUSE, NFS (soft), SMB, NFS again after a restart.
            case NOT_CONNECTED -> "Transport endpoint is not connected";
            case TIMED_OUT -> "Connection timed out";
            case HOST_DOWN -> "Host is down";
            case STALE -> "Stale file handle";
            default -> "error " + error;
        };
    }
}
