package io.plasmd.provider.release;

/**
 * How an artifact is cut up to be fetched.
 *
 * @param size of all of it, in bytes
 * @param length of each but the last
 */
record Segments(long size, int length) {

    /** An artifact of no bytes has one segment of none. */
    int count() {
        return (int) Math.max(1, (size + length - 1) / length);
    }

    int at(long position) {
        return (int) (position / length);
    }

    long start(int segment) {
        return (long) segment * length;
    }

    long end(int segment) {
        return Math.min(size, start(segment) + length);
    }
}
