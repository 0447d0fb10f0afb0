package io.plasmd.provider.server;

import com.typesafe.config.ConfigException;
import io.plasmd.provider.files.OwnUser;
import io.plasmd.provider.server.plugin.LoadedEndpoint;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the server writes. Each endpoint has {@code <data>/state/<endpoint>}: not {@code <data>/<endpoint>}, which for the
 * artifacts would be their own directory by default.
 *
 * <p>What is remembered there is signed and announced, so it has to be the server's own: {@code state} and all below it
 * belongs to its user and is closed to others. The data directory itself may be root's, as a volume of Kubernetes is, and
 * even open to others. They can then take {@code state} away; what they put in its place is not theirs to make look right.
 */
final class DataDirectory implements EndpointData {
    static final String STATE = "state";

    static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

    private final Path data;
    private final int user;
    private final AtomicBoolean warned = new AtomicBoolean();

    DataDirectory(Path data, int user) {
        this.data = data;
        this.user = user;
    }

    @Override
    public Path of(LoadedEndpoint endpoint) {
        return data.resolve(STATE).resolve(endpoint.name());
    }

    @Override
    public String toString() {
        return data.toString();
    }

    /** The directory that is the server's own; made where it is missing. */
    Path own() throws IOException {
        if (Files.notExists(data)) {
            Path parent = data.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            makePrivate(data);
        }
        requireSafePlace();
        makePrivate(data.resolve(STATE));
        requirePrivate(data.resolve(STATE));
        return data.resolve(STATE);
    }

    @Override
    public void make(LoadedEndpoint endpoint) throws IOException {
        own();
        if (!endpoint.isBundled()) {
            EarlierData.takeOver(data.resolve(endpoint.name()), of(endpoint), user);
        }
        makePrivate(of(endpoint));
        requirePrivate(of(endpoint));
    }

    /** Says the same of what is there, and makes nothing. */
    void check(LoadedEndpoint endpoint) throws IOException {
        try {
            requireSafePlace();
            requirePrivate(data.resolve(STATE));
            requirePrivate(of(endpoint));
        } catch (NoSuchFileException e) {
            // The server will make it.
        }
    }

    private static void makePrivate(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, PRIVATE);
        } catch (FileAlreadyExistsException e) {
            // What it is, is asked afterwards.
        }
    }

    private void requireSafePlace() throws IOException {
        // The name is the operator's, links in it are his.
        Path real = data.toRealPath();
        Ownership ownership = Ownership.of(real);
        if (!ownership.isDirectory()) {
            throw new IOException("it is no directory");
        }
        if (!ownership.isOf(user) && ownership.uid() != OwnUser.ROOT) {
            throw refused(real, ownership);
        }
        if (ownership.isOpenToRenaming() && warned.compareAndSet(false, true)) {
            LOG.warn(
                    "others can write to the data directory {} ({}): they can take away what the server remembers there,"
                            + " though not replace it. Close it (chmod go-w {}), or name one in it that the server makes"
                            + " itself, such as --data {}",
                    real,
                    ownership,
                    real,
                    real.resolve("provider"));
        }
    }

    private void requirePrivate(Path directory) throws IOException {
        Ownership ownership = Ownership.of(directory);
        if (!ownership.isDirectory() || !ownership.isOf(user) || ownership.isOpen()) {
            throw refused(directory, ownership);
        }
    }

    private ConfigException refused(Path directory, Ownership ownership) {
        String why = !ownership.isDirectory()
                ? " is no directory"
                : !ownership.isOf(user)
                        ? " does not belong to the server's user, " + Ownership.name(user)
                        : " can be written by others";
        String remedy = !ownership.isDirectory() || !ownership.isOf(user)
                ? "Let the server make it (move this one away)" + runAs(ownership)
                : "If nobody else has been there, close it (chmod go-w " + directory + ")";
        return new ConfigException.Generic(
                "provider.data = \"" + data + "\": " + directory + " (" + ownership + ")" + why
                        + ". What is remembered there is believed and signed. " + remedy
                        + ", or name another data directory with --data.");
    }

    private String runAs(Ownership ownership) {
        return user == OwnUser.ROOT && ownership.isDirectory()
                ? ", run as its owner (sudo -u '#" + Integer.toUnsignedString(ownership.uid()) + "')"
                : "";
    }
}
