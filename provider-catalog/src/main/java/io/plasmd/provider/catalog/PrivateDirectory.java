package io.plasmd.provider.catalog;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the server has remembered, and what only the server may have written. Each directory is opened first and asked
 * afterwards whose it is, and files are opened in what is open: where others may rename a directory above, they gain
 * nothing by exchanging it.
 */
final class PrivateDirectory {
    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY = permissions("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> FILE = permissions("rw-------");
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> ADD =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);

    private final Path data;
    private final Path names;

    /**
     * Names a directory.
     *
     * @param path {@code <data>/state/<endpoint>}; links in the name of the data directory are the operator's, below it
     *     there are none
     */
    PrivateDirectory(Path path) {
        data = parent(parent(path));
        names = data.relativize(path);
    }

    boolean isThere() {
        return Files.isDirectory(data.resolve(names));
    }

    /** The name of a file, for messages. */
    Path file(Path relative) {
        return data.resolve(names).resolve(relative);
    }

    /**
     * What is in a file; empty where there is none.
     *
     * @throws NotPrivateException where somebody else may have written it
     */
    Optional<byte[]> read(Path relative) throws IOException {
        try (InputStream in = open(relative)) {
            return Optional.of(in.readAllBytes());
        } catch (NoSuchFileException | FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * Opens a file to be read.
     *
     * @throws NotPrivateException where somebody else may have written it
     */
    InputStream open(Path relative) throws IOException {
        Path inData = names.resolve(relative);
        try (SecureDirectoryStream<Path> directory = openDirectory(parent(inData))) {
            return Channels.newInputStream(open(directory, inData, READ));
        }
    }

    private SeekableByteChannel open(SecureDirectoryStream<Path> directory, Path inData, Set<OpenOption> how)
            throws IOException {
        Path name = name(inData);
        BasicFileAttributes attributes = directory
                .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        if (!attributes.isRegularFile()) {
            throw new NotPrivateException(data.resolve(inData), "it is no regular file");
        }
        Ownership.of(data.resolve(inData)).requirePrivate(attributes.fileKey());
        return directory.newByteChannel(name, how);
    }

    /** How long a file is, in bytes. */
    long size(Path relative) throws IOException {
        return Files.size(file(relative));
    }

    /**
     * Adds to a file, of which a crash may leave a part.
     *
     * @param size what the file has to have, in bytes
     * @return false where there is none, or of another size: nothing is written then
     * @throws NotPrivateException where somebody else may have written it
     */
    boolean append(Path relative, long size, Writer writer) throws IOException {
        Path inData = names.resolve(relative);
        try (SecureDirectoryStream<Path> directory = openDirectory(parent(inData));
                SeekableByteChannel file = open(directory, inData, ADD)) {
            if (file.size() != size) {
                return false;
            }
            var out = new BufferedOutputStream(Channels.newOutputStream(file));
            writer.write(out);
            out.flush();
            return true;
        } catch (NoSuchFileException | FileNotFoundException e) {
            return false;
        }
    }

    /** What writes a file. */
    interface Writer {
        void write(OutputStream out) throws IOException;
    }

    void write(Path relative, byte[] content) throws IOException {
        write(relative, out -> out.write(content));
    }

    /** Replaces a file in one step, so that a crash leaves the old one or the new one. */
    void write(Path relative, Writer writer) throws IOException {
        Path inData = names.resolve(relative);
        make(parent(inData));
        try (SecureDirectoryStream<Path> directory = openDirectory(parent(inData))) {
            Path name = name(inData);
            // Nothing else here begins with a dot.
            Path fresh = Path.of("." + name + ".new");
            deleteIfThere(directory, fresh);
            try (OutputStream out =
                    new BufferedOutputStream(Channels.newOutputStream(directory.newByteChannel(fresh, NEW, FILE)))) {
                writer.write(out);
            }
            directory.move(fresh, directory, name);
        }
    }

    /** What a crash has left. */
    private static void deleteIfThere(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        try {
            directory.deleteFile(name);
        } catch (NoSuchFileException e) {
            // As it should be.
        }
    }

    /** Each time: the disk may have been read-only at the start. */
    private void make(Path inData) throws IOException {
        Files.createDirectories(data);
        for (int count = 1; count <= inData.getNameCount(); count++) {
            Path directory = data.resolve(inData.subpath(0, count));
            try {
                Files.createDirectory(directory, DIRECTORY);
            } catch (FileAlreadyExistsException e) {
                // Asked before anything is made in it; for certain, when it is opened. The mode of a link is 0777.
                Ownership.of(directory).requirePrivate();
            }
        }
    }

    /** One name after another, none of which may be a link. */
    private SecureDirectoryStream<Path> openDirectory(Path inData) throws IOException {
        SecureDirectoryStream<Path> current = secure(data);
        for (int count = 1; count <= inData.getNameCount(); count++) {
            try (SecureDirectoryStream<Path> above = current) {
                current = above.newDirectoryStream(inData.getName(count - 1), LinkOption.NOFOLLOW_LINKS);
            }
            try {
                Object key = current.getFileAttributeView(BasicFileAttributeView.class)
                        .readAttributes()
                        .fileKey();
                Ownership.of(data.resolve(inData.subpath(0, count))).requirePrivate(key);
            } catch (IOException | RuntimeException e) {
                current.close();
                throw e;
            }
        }
        return current;
    }

    @SuppressWarnings("StreamResourceLeak") // it is closed, or is the result
    private static SecureDirectoryStream<Path> secure(Path directory) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(directory);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        // On Linux each one is.
        throw new IOException("this system cannot open files by an open directory");
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent(), "below the data directory");
    }

    private static Path name(Path path) {
        return Objects.requireNonNull(path.getFileName(), "a file of the data directory");
    }

    private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
