package io.plasmd.provider.server.tls;

import com.typesafe.config.ConfigOrigin;
import io.plasmd.provider.files.FileState;
import io.plasmd.provider.server.log.FailureText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A PEM file that a setting names.
 *
 * @param setting its key in the configuration
 * @param origin where it is set
 */
record PemFile(String setting, Path path, ConfigOrigin origin) {

    /** What changes when the file is written, replaced, or reached by another symbolic link. */
    record State(Map<String, @Nullable Object> attributes) {
        static final State MISSING = new State(Map.of());

        /** Size and time of the content alone are no identity: cp -p gives another file the same. */
        private static final String ATTRIBUTES = "unix:size,lastModifiedTime,ctime,dev,ino";
    }

    State state() {
        try {
            return new State(Files.readAttributes(path, State.ATTRIBUTES));
        } catch (IOException e) {
            return State.MISSING;
        }
    }

    String read() throws PemException {
        try {
            // PEM is ASCII (RFC 7468, section 2); whatever else stands around the blocks is no matter.
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw PemException.unreadable(this, "there is no such file");
        } catch (AccessDeniedException e) {
            throw PemException.unreadable(this, "the server's user may not read it; chown or chmod it");
        } catch (IOException e) {
            throw PemException.unreadable(this, "cannot be read: " + FailureText.of(e));
        }
    }

    boolean othersCanRead() {
        try {
            return FileState.at(path).othersCanRead();
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
