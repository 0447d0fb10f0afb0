package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that others can write: the digests in them are no reason to announce, or to sign, anything. */
final class PlantedRecordTest {
    @TempDir
    private Path scratch;

    private Shop shop;
    private Path release;

    @BeforeEach
    void publish() throws Exception {
        shop = new Shop(scratch);
        release = shop.publisher()
                .publish(shop.request("1", Map.of("vmlinuz", "kernel")), ProgressDisplay::none)
                .release()
                .directory();
    }

    private Optional<Digest> digest() throws Exception {
        return shop.releases().digest(FileVersion.read(release.resolve("vmlinuz")));
    }

    private static Digest of(String content) {
        return Digest.ofContent(content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void oneOfOursIsBelieved() throws Exception {
        assertEquals(Optional.of(of("kernel")), digest());
    }

    @Test
    void oneThatOthersMayWriteIsNot() throws Exception {
        Path record = release.resolve(StoreLayout.RECORD);
        for (String others : new String[] {"rw-rw-r--", "rw-r--rw-"}) {
            Files.setPosixFilePermissions(record, PosixFilePermissions.fromString(others));
            assertEquals(Optional.empty(), digest(), others);
        }
        assertFalse(shop.releases().all().isEmpty(), "the release itself is still there");
    }

    @Test
    void oneOfAnotherUserIsNot() throws Exception {
        Strangers.require();
        Strangers.own(release.resolve(StoreLayout.RECORD));
        assertEquals(Optional.empty(), digest());
    }

    /** Of whoever has a channel of his own, and writes there what he likes about files of others. */
    @Test
    void oneInAnotherChannelSaysNothingOfTheFilesHere() throws Exception {
        Strangers.require();
        FileVersion kernel = FileVersion.read(release.resolve("vmlinuz"));
        Path theirs = Files.createDirectories(shop.artifacts.resolve(".releases/zz/x86_64/1"));
        String record = Files.readString(release.resolve(StoreLayout.RECORD))
                .replace("\"stable\"", "\"zz\"")
                .replace(of("kernel").hex(), of("another").hex());
        // So that the own record no longer knows it, as after another release has linked it.
        Files.createLink(scratch.resolve("link"), kernel.path());
        FileVersion linked = FileVersion.read(kernel.path());
        Path planted = Files.writeString(
                theirs.resolve(StoreLayout.RECORD),
                record.replace("" + kernel.changedNanos(), "" + linked.changedNanos()));
        Files.createFile(theirs.resolve(StoreLayout.PUBLISHED));
        assertEquals(Optional.of(of("another")), shop.releases().digest(linked), "as long as it is the operator's own");
        Files.setAttribute(planted, "unix:uid", Strangers.USER, LinkOption.NOFOLLOW_LINKS);
        assertEquals(Optional.empty(), shop.releases().digest(linked));
    }
}
