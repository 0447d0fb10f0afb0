package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Locks a file for as long as its standard input is open. */
final class LockingProcess implements AutoCloseable {
    private final Process process;

    private LockingProcess(Process process) {
        this.process = process;
    }

    /** Returns when the file is locked. */
    static LockingProcess lock(Path file) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockingProcess.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.getInputStream().read() < 0) {
            throw new IOException(file + " was not locked");
        }
        return new LockingProcess(process);
    }

    long pid() {
        return process.pid();
    }

    /** Argument: the file. */
    public static void main(String[] args) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
            if (channel.lock().isValid()) {
                System.out.println("locked");
                System.out.flush();
            }
            while (System.in.read() >= 0) {
                // Until it is closed.
            }
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.destroyForcibly().onExit().join();
    }
}
