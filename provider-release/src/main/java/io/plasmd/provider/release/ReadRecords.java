package io.plasmd.provider.release;

import io.plasmd.provider.files.FileState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The records of releases, each read once for as long as its file is the same. Safe for use by several threads. */
final class ReadRecords {
    private final Map<Path, Read> read = new ConcurrentHashMap<>();

    /**
     * A record, and the version of the file that it was read from: a version can go, and another come in its place.
     *
     * @param isOurs whether nobody but root and the user of this process can have written it
     */
    private record Read(FileVersion file, ReleaseRecord record, boolean isOurs) {}

    /**
     * The record of the release in a directory.
     *
     * @throws IOException where there is none
     */
    ReleaseRecord of(Path directory) throws IOException {
        try {
            Path path = directory.resolve(StoreLayout.RECORD);
            FileState state = FileState.at(path, LinkOption.NOFOLLOW_LINKS);
            FileVersion file = FileVersion.of(path, state);
            Read known = read.get(directory);
            if (known == null || !known.file().equals(file)) {
                known = new Read(file, RecordJson.read(directory), state.isOurs());
                read.put(directory, known);
            }
            return known.record();
        } catch (IOException e) {
            read.remove(directory);
            throw e;
        }
    }

    /** What has just been written there need not be read: of tens of thousands of files that takes seconds. */
    void written(Path directory, ReleaseRecord record) throws IOException {
        Path path = directory.resolve(StoreLayout.RECORD);
        FileState state = FileState.at(path, LinkOption.NOFOLLOW_LINKS);
        read.put(directory, new Read(FileVersion.of(path, state), record, state.isOurs()));
    }

    /** Of a record that has been read. */
    boolean isOurs(Path directory) {
        Read known = read.get(directory);
        return known != null && known.isOurs();
    }

    void forgetGone() {
        read.keySet().removeIf(directory -> !Files.exists(directory));
    }
}
