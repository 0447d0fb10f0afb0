package io.plasmd.provider.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Where the lines of the access log go. Used by one thread. */
interface LineTarget {
    void write(String line) throws IOException;

    default void flush() throws IOException {}

    /** Makes sure that lines go where people look for them, and does so anew where that is wanted. */
    default void look(boolean anew) throws IOException {}

    default void close() throws IOException {}

    /** Not System.err, which loses what nobody reads before it is counted as a line of this log. */
    static LineTarget stderr() {
        OutputStream stderr = new FileOutputStream(FileDescriptor.err);
        return line -> stderr.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
