package io.plasmd.provider.server;

import io.plasmd.provider.files.OwnUser;
import io.plasmd.provider.server.plugin.LoadedEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * For a trial start, which looks at the data directory but leaves nothing in it: whoever checks a configuration as root
 * would make directories of root's, that the server then cannot use.
 */
final class TrialData implements EndpointData, AutoCloseable {
    private final DataDirectory real;
    private final Map<String, Path> scratch = new HashMap<>();

    TrialData(Path data) {
        real = new DataDirectory(data, userOf(data));
    }

    /** Root checks for the user that the server will run as, most likely the one whose the directory is. */
    private static int userOf(Path data) {
        int own = OwnUser.uid();
        try {
            return own == OwnUser.ROOT ? Ownership.of(data.toRealPath()).uid() : own;
        } catch (IOException e) {
            return own;
        }
    }

    @Override
    public Path of(LoadedEndpoint endpoint) {
        Path data = scratch.get(endpoint.name());
        return data == null
                ? real.of(endpoint)
                : data.resolve(DataDirectory.STATE).resolve(endpoint.name());
    }

    @Override
    public boolean isTrial() {
        return true;
    }

    @Override
    public void make(LoadedEndpoint endpoint) throws IOException {
        real.check(endpoint);
        if (!scratch.containsKey(endpoint.name())) {
            // Of the same form, two names below a directory: endpoints look at both of them.
            Path data = Files.createTempDirectory("provider-check");
            scratch.put(endpoint.name(), data);
            Files.createDirectory(data.resolve(DataDirectory.STATE), DataDirectory.PRIVATE);
            Files.createDirectory(of(endpoint), DataDirectory.PRIVATE);
        }
    }

    @Override
    public void close() {
        scratch.values().forEach(TrialData::delete);
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
