package io.plasmd.provider.files;

/**
 * The numbers that differ between processors: of system calls, and of two flags of open(2).
 *
 * @param directory O_DIRECTORY
 * @param noFollow O_NOFOLLOW
 */
record Platform(
        int openat,
        int close,
        int read,
        int pread,
        int mmap,
        int munmap,
        int fcntl,
        int statx,
        int inotifyInit1,
        int inotifyAddWatch,
        int inotifyRmWatch,
        int clockGettime,
        int socket,
        int sendto,
        int getsockname,
        int getsockopt,
        int setsockopt,
        int dup3,
        int statfs,
        int directory,
        int noFollow) {

    /** The same everywhere, as are all calls that are younger than Linux 5.1. */
    static final int OPENAT2 = 437;

    private static final Platform X86_64 = new Platform(
            257, 3, 0, 17, 9, 11, 72, 332, 294, 254, 255, 228, 41, 44, 51, 55, 54, 292, 137, 0x10000, 0x20000);

    private static final Platform AARCH64 = new Platform(
            56, 57, 63, 67, 222, 215, 25, 291, 26, 27, 28, 113, 198, 206, 204, 209, 208, 24, 43, 0x4000, 0x8000);

    /** That of the machine this runs on. */
    static Platform current() {
        String processor = System.getProperty("os.arch");
        return switch (processor) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64" -> AARCH64;
            default ->
                throw new UnsupportedOperationException("the numbers of system calls are not known for " + processor
                        + ", but for amd64 and aarch64 only");
        };
    }
}
