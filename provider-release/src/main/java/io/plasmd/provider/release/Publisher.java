package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Publishes sets of files as releases, and goes back to earlier ones. Several processes may do so at once. */
public final class Publisher {
    private final Path artifacts;
    private final Roles roles;
    private final ReleaseStore store;

    /** Publishes below an artifacts directory, which is created where it is missing. */
    public Publisher(Path artifacts, Roles roles) {
        this(artifacts, roles, StoreSettings.telling(note -> {}));
    }

    /** With a limit for waiting, and somebody who is told what is noticed. */
    public Publisher(Path artifacts, Roles roles, StoreSettings settings) {
        this(artifacts, roles, new ReleaseStore(artifacts, new Disk(), Clock.systemUTC(), settings));
    }

    Publisher(Path artifacts, Roles roles, ReleaseStore store) {
        this.artifacts = artifacts;
        this.roles = roles;
        this.store = store;
    }

    /**
     * Puts files in place as one release, whole or not at all, and makes it current.
     *
     * @param displays asked for one when it is known what has to be read
     * @throws ReleaseException where it is refused or fails; the release that was current still is
     */
    public Published publish(PublishRequest request, ProgressDisplay.Opener displays) throws ReleaseException {
        String arch = ArchitectureNames.canonical(request.arch());
        Map<PublishRequest.Source, SourceFile> files = new SourceCheck(roles).check(request);
        Optional<Adoption> adoption =
                request.adopted().map(directory -> new Adoption(directory, artifacts, files.values()));
        try {
            store.requireReplaceable(request.channel(), arch, adoption);
            if (request.version().isPresent()) {
                requireFree(request, arch, files);
            }
            try (Staging staging = store.stage()) {
                try (ProgressDisplay display = displays.open(totalSize(files.values()), files.size())) {
                    new Stager(staging, request.link(), display.progress()).stage(files);
                }
                List<String> before = versions(request.channel(), arch);
                Release release =
                        store.commit(staging, request.channel(), arch, request.version(), Optional.empty(), adoption);
                List<Release> removed = store.retain(request.channel(), arch, request.keep());
                return new Published(
                        release, before.contains(release.version()), removed, adoption.flatMap(Adoption::aside));
            }
        } catch (IOException e) {
            throw failed("publish", request.channel(), arch, e, totalSize(files.values()));
        } finally {
            store.leave();
        }
    }

    /**
     * The files that were put in place by hand for an architecture, which can become its first release without
     * a moment in which there is none.
     */
    public Path adoptable(String channel, String arch) throws ReleaseException {
        return Adoption.find(new StoreLayout(artifacts), channel, ArchitectureNames.canonical(arch));
    }

    private List<String> versions(String channel, String arch) {
        return store.releases().of(channel, arch).stream().map(Release::version).toList();
    }

    /** Before gigabytes are copied: whether they can be those of the release that has this version already. */
    private void requireFree(PublishRequest request, String arch, Map<PublishRequest.Source, SourceFile> files)
            throws ReleaseException {
        Optional<Release> existing =
                store.find(request.channel(), arch, request.version().orElseThrow());
        if (existing.isEmpty()) {
            return;
        }
        SortedMap<String, Long> sizes = new TreeMap<>();
        files.forEach((source, file) -> sizes.put(source.name(), file.version().size()));
        SortedMap<String, Long> there = new TreeMap<>();
        existing.get().record().files().forEach((name, file) -> there.put(name, file.size()));
        if (!sizes.equals(there)) {
            throw ReleaseStore.existsOtherwise(existing.get());
        }
    }

    private static long totalSize(Collection<SourceFile> files) {
        return files.stream().mapToLong(file -> file.version().size()).sum();
    }

    /**
     * Makes a kept release current again.
     *
     * @param to a version, which may be the current one; empty for the one that was current before this one
     */
    public Release rollback(String channel, String arch, Optional<String> to) throws ReleaseException {
        String canonical = ArchitectureNames.canonical(arch);
        try {
            store.requireReplaceable(channel, canonical, Optional.empty());
            return store.rollback(channel, canonical, to);
        } catch (IOException e) {
            throw failed("go back", channel, canonical, e, 0);
        } finally {
            store.leave();
        }
    }

    private ReleaseException failed(String what, String channel, String arch, IOException e, long bytes) {
        String current = store.releases()
                .current(channel, arch)
                .map(release -> "release " + release.version() + " is current, and whole")
                .orElse("no release is current");
        String remedy = e instanceof AccessDeniedException ? " Run it as the owner of that directory." : "";
        return new ReleaseException(
                "cannot " + what + " in " + artifacts + ": " + reason(e, bytes) + ". Of " + channel + "/" + arch + " "
                        + current + "." + remedy,
                e);
    }

    private String reason(IOException e, long bytes) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof AccessDeniedException denied) {
            return "no permission to write " + denied.getFile();
        }
        if (e instanceof NoSuchFileException) {
            return "cannot find or create " + message;
        }
        if (message.contains("No space left")) {
            return message + " (" + bytes + " bytes are to be published, " + usable() + " are free)";
        }
        return e instanceof FileSystemException ? message : e.toString();
    }

    private String usable() {
        try {
            return Long.toString(Files.getFileStore(artifacts).getUsableSpace());
        } catch (IOException e) {
            return "an unknown number of";
        }
    }
}
