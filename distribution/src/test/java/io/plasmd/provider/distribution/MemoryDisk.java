package io.plasmd.provider.distribution;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of the test's own, in memory, which can be full, read-only, or gone. */
final class MemoryDisk implements AutoCloseable {
    private final Path directory;

    private MemoryDisk(Path directory) {
        this.directory = directory;
    }

    /** An empty one of that size at a new directory. */
    static MemoryDisk mount(Path directory, String size) throws Exception {
        Program.requireRoot();
        Files.createDirectories(directory);
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", directory.toString())
                .expectSuccess();
        return new MemoryDisk(directory);
    }

    /** The same file system at another place, where it can come and go without losing what is on it. */
    void showAt(Path place) throws Exception {
        Files.createDirectories(place);
        run("mount", "--bind", directory.toString(), place.toString()).expectSuccess();
    }

    /** Whether it was possible; it is not while a file is open. */
    static boolean unmount(Path place) throws Exception {
        return run("umount", place.toString()).status() == 0;
    }

    /** Takes it out of sight at once; who has a file open can go on reading it. */
    static void unmountLazily(Path place) throws Exception {
        run("umount", "--lazy", place.toString()).expectSuccess();
    }

    void makeReadOnly() throws Exception {
        run("mount", "-o", "remount,ro", directory.toString()).expectSuccess();
    }

    void makeWritable() throws Exception {
        run("mount", "-o", "remount,rw", directory.toString()).expectSuccess();
    }

    /** To the last byte. */
    void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(filler())) {
            while (true) {
                filler.write(new byte[4096]);
            }
        } catch (IOException full) {
            if (Files.getFileStore(directory).getUsableSpace() > 0) {
                throw full;
            }
        }
    }

    void free() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return directory.resolve("filler");
    }

    @Override
    public void close() throws Exception {
        unmountLazily(directory);
    }

    private static Program.Ended run(String... command) throws Exception {
        return Program.run(Path.of("/"), command);
    }
}
