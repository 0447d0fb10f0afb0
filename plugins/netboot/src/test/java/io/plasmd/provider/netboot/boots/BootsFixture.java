package io.plasmd.provider.netboot.boots;

import io.plasmd.provider.api.Download;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Boots of a directory, which can be closed and opened again, and what its tests say again and again. */
final class BootsFixture implements AutoCloseable {
    static final BootSettings SETTINGS = new BootSettings(Duration.ofMinutes(10), 1_000, 10);
    static final String MAC = "52:54:00:00:00:01";
    static final String ADDRESS = "10.0.0.1";
    static final String KERNEL = "/releases/stable/x86_64/7/vmlinuz";
    static final String INITRD = "/releases/stable/x86_64/7/initrd.img";
    static final String ROOTFS = "/releases/stable/x86_64/7/rootfs.sqfs";
    static final Map<String, String> ROLES = Map.of(KERNEL, "kernel", INITRD, "initrd", ROOTFS, "rootfs");
    static final Choice CHOICE = new Choice("racks", "web", "stable", "x86_64", "7", ROLES);

    final TestClock clock = new TestClock();
    private final Path directory;
    private final BootSettings settings;
    private final Output.Disk disk;
    private Boots boots;

    BootsFixture(Path directory) {
        this(directory, SETTINGS, Output::open);
    }

    BootsFixture(Path directory, BootSettings settings, Output.Disk disk) {
        this.directory = directory;
        this.settings = settings;
        this.disk = disk;
        boots = Boots.open(directory, settings, clock, disk);
        boots.awaitLoaded();
    }

    Boots boots() {
        return boots;
    }

    void restart() {
        boots.close();
        boots = Boots.open(directory, settings, clock, disk);
        boots.awaitLoaded();
    }

    static Machine machine(String id) {
        return new Machine(id, Map.of("product", "KVM", "serial", "S-" + id), true);
    }

    static Machine unknown(String id) {
        return new Machine(id, Map.of("product", "KVM"), false);
    }

    Ticket begin() {
        return boots.begin(machine(MAC), CHOICE, ADDRESS);
    }

    /** All of it was sent. */
    void loaded(String path, @Nullable String query) throws InterruptedException {
        downloaded(new Download(path, query, ADDRESS, 200, 1_000, 1_000, ""));
    }

    void loaded(String path, Ticket ticket) throws InterruptedException {
        loaded(path, "boot=" + ticket.boot());
    }

    void downloaded(Download download) throws InterruptedException {
        boots.downloaded(download);
        boots.settle();
    }

    Answer up(Ticket ticket) {
        return boots.done(MAC, ticket.token(), Optional.empty(), ADDRESS);
    }

    Answer failed(Ticket ticket, String failure) {
        return boots.done(MAC, ticket.token(), Optional.of(failure), ADDRESS);
    }

    Boot last() {
        return boots.last(MAC).orElseThrow();
    }

    /** As the table shows it. */
    Boot shown() {
        return boots.machines(Filter.ALL, 0).getFirst();
    }

    @Override
    public void close() {
        boots.close();
    }
}
