package io.plasmd.provider.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of both ways: that of today's kernels, and that of older ones, and of filters that do not know the call. */
@ParameterizedClass
@EnumSource(Opening.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class OpenFileTest {
    private final Opening way;
    private final Opening before = Opening.way();

    @TempDir
    private Path root;

    OpenFileTest(Opening way) {
        this.way = way;
    }

    @BeforeEach
    void use() throws IOException {
        assumeTrue(before == Opening.AT_ONCE || way == Opening.STEP_BY_STEP, "this kernel has no openat2(2)");
        Opening.use(way);
        root = root.toRealPath();
        Files.createDirectories(root.resolve("stable/x86_64"));
        Files.writeString(root.resolve("stable/x86_64/vmlinuz"), "a kernel");
        Files.writeString(root.resolve("secret"), "a key!!!");
    }

    @AfterEach
    void restore() {
        Opening.use(before);
    }

    private OpenFile open(String relative) throws IOException {
        return OpenFile.beneath(root, Path.of(relative));
    }

    private static String content(OpenFile file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(64);
        for (long at = 0; file.read(bytes, at) >= 0; at = bytes.position()) {}
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }

    @Test
    void readsWhatIsThere() throws IOException {
        try (OpenFile file = open("stable/x86_64/vmlinuz");
                OpenFile real = OpenFile.real(root.resolve("stable/x86_64/vmlinuz"))) {
            assertEquals("a kernel", content(file));
            assertEquals("a kernel", content(real));
            ByteBuffer onHeap = ByteBuffer.allocate(6);
            assertEquals(6, file.read(onHeap, 2));
            assertEquals("kernel", new String(onHeap.array(), StandardCharsets.UTF_8));
            assertEquals(-1, file.read(ByteBuffer.allocate(1), 8));
        }
    }

    @Test
    void saysWhatJavaSays() throws IOException {
        Path file = root.resolve("stable/x86_64/vmlinuz");
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000_000, 123_456_789)));
        Files.createLink(root.resolve("other-name"), file);
        try (OpenFile open = open("stable/x86_64/vmlinuz")) {
            FileState state = open.state();
            assertEquals(FileState.at(file), state);
            assertEquals(2, state.links());
            assertEquals(8, state.size());
            assertEquals(1_000_000_000_123_456_789L, state.modifiedNanos());
            assertTrue(state.isRegularFile());
            assertFalse(FileState.at(root).isRegularFile());
            assertTrue(FileState.at(root).isDirectory());
        }
    }

    @Test
    void changesOfTheContentMoveTheTimeThatNobodyCanSet() throws IOException {
        Path file = root.resolve("stable/x86_64/vmlinuz");
        try (OpenFile open = open("stable/x86_64/vmlinuz")) {
            FileState first = open.state();
            // Until the clock of the file system has moved on.
            for (FileState now = first; now.changedNanos() == first.changedNanos(); now = open.state()) {
                Files.writeString(file, "another!");
                Files.setLastModifiedTime(file, FileTime.from(first.modifiedNanos(), TimeUnit.NANOSECONDS));
            }
            assertEquals(first.modifiedNanos(), open.state().modifiedNanos());
        }
    }

    @Test
    void staysWithTheFileThatWasOpened() throws IOException {
        Path file = root.resolve("stable/x86_64/vmlinuz");
        try (OpenFile open = open("stable/x86_64/vmlinuz")) {
            Files.writeString(root.resolve("new"), "the next kernel");
            Files.move(root.resolve("new"), file, StandardCopyOption.REPLACE_EXISTING);
            assertEquals("a kernel", content(open));
            assertEquals(0, open.state().links());
        }
    }

    @Test
    void followsNoLinkBelowTheDirectory() throws IOException {
        Path arch = root.resolve("stable/x86_64");
        Files.createSymbolicLink(arch.resolve("outside"), root.resolve("secret"));
        Files.createSymbolicLink(arch.resolve("inside"), Path.of("vmlinuz"));
        Files.createSymbolicLink(root.resolve("stable/latest"), Path.of("x86_64"));
        Path magic = Files.createSymbolicLink(root.resolve("magic"), Path.of("/proc/self/cwd"));
        for (String path :
                new String[] {"stable/x86_64/outside", "stable/x86_64/inside", "stable/latest/vmlinuz", "magic/pom.xml"
                }) {
            assertThrows(FileSystemException.class, () -> open(path), path);
            assertThrows(FileSystemException.class, () -> OpenFile.real(root.resolve(path)), path);
        }
        assertThrows(FileSystemException.class, () -> OpenFile.beneath(arch, Path.of("../../secret")));
        // JUnit warns of links that lead out of what it removes.
        Files.delete(magic);
    }

    @Test
    void followsTheDirectoryItself() throws IOException {
        Files.createSymbolicLink(root.resolve("link"), root.resolve("stable"));
        try (OpenFile file = OpenFile.beneath(root.resolve("link"), Path.of("x86_64/vmlinuz"));
                OpenFile named = OpenFile.named(root.resolve("link/x86_64/vmlinuz"))) {
            assertEquals("a kernel", content(file));
            assertEquals("a kernel", content(named));
        }
    }

    @Test
    void waitsForNothingThatIsNoFile() throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", root.resolve("fifo").toString())
                        .start()
                        .waitFor());
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(root.resolve("socket")));
            for (String path : new String[] {"fifo", "socket", "stable"}) {
                assertThrows(NotRegularFileException.class, () -> open(path), path);
                assertThrows(NotRegularFileException.class, () -> OpenFile.named(root.resolve(path)), path);
            }
            assertThrows(NotRegularFileException.class, () -> OpenFile.named(Path.of("/dev/zero")));
        }
    }

    @Test
    void saysWhatIsMissing() {
        assertThrows(NoSuchFileException.class, () -> open("stable/x86_64/none"));
        assertThrows(NoSuchFileException.class, () -> open("stable/none/vmlinuz"));
        assertThrows(NoSuchFileException.class, () -> open("secret/vmlinuz"));
        assertThrows(NoSuchFileException.class, () -> OpenFile.named(root.resolve("none")));
        var tooLong = assertThrows(FileSystemException.class, () -> open("n".repeat(300)));
        assertEquals("File name too long", tooLong.getReason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"grün.img", "a b%20c.img", "日本.img"})
    void opensAnyName(String name) throws IOException {
        Files.writeString(root.resolve("stable").resolve(name), name);
        try (OpenFile file = open("stable/" + name)) {
            assertEquals(name, content(file));
        }
    }

    @Test
    void neverOpensWhatALinkLeadsToThatIsExchangedForIt() throws Exception {
        Path file = root.resolve("stable/x86_64/vmlinuz");
        Path link = root.resolve("stable/x86_64/.aside");
        Files.createSymbolicLink(link, root.resolve("secret"));
        int opened = 0;
        int refused = 0;
        try (Exchange _ = new Exchange(file, link)) {
            for (int i = 0; i < 1_000_000 && (i < 2000 || opened == 0 || refused == 0); i++) {
                try (OpenFile open = open("stable/x86_64/vmlinuz")) {
                    assertEquals("a kernel", content(open));
                    opened++;
                } catch (FileSystemException e) {
                    refused++;
                }
            }
        }
        assertTrue(opened > 0 && refused > 0, opened + " times opened, " + refused + " times refused");
    }

    @Test
    void neverOpensBelowADirectoryThatIsExchangedForALink() throws Exception {
        Path outside = Files.createDirectory(root.resolve("outside"));
        Files.writeString(outside.resolve("vmlinuz"), "a key!!!");
        Path link = root.resolve("stable/.aside");
        Files.createSymbolicLink(link, outside);
        int opened = 0;
        int refused = 0;
        try (Exchange _ = new Exchange(root.resolve("stable/x86_64"), link)) {
            for (int i = 0; i < 1_000_000 && (i < 2000 || opened == 0 || refused == 0); i++) {
                try (OpenFile open = open("stable/x86_64/vmlinuz")) {
                    assertEquals("a kernel", content(open));
                    opened++;
                } catch (FileSystemException e) {
                    refused++;
                }
            }
        }
        assertTrue(opened > 0 && refused > 0, opened + " times opened, " + refused + " times refused");
    }

    @Test
    void mapsWhatIsOpen() throws IOException {
        byte[] content = new byte[200_000];
        Arrays.fill(content, (byte) 7);
        Files.write(root.resolve("large"), content);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment mapped;
            try (OpenFile file = open("large")) {
                mapped = file.map(content.length, arena);
            }
            assertArrayEquals(content, mapped.toArray(ValueLayout.JAVA_BYTE));
            assertTrue(mapped.asSlice(100_000).asByteBuffer().isDirect());
        }
    }

    @Test
    void isOpenOnceMore() throws IOException {
        OpenFile first = open("stable/x86_64/vmlinuz");
        try (OpenFile second = first.again()) {
            first.close();
            assertEquals("a kernel", content(second));
        }
        first.close();
        assertThrows(ClosedChannelException.class, first::state);
        assertThrows(ClosedChannelException.class, () -> first.read(ByteBuffer.allocate(1), 0));
    }

    @Test
    void leavesNoDescriptorBehind() throws IOException {
        open("stable/x86_64/vmlinuz").close();
        long before = descriptors();
        for (int i = 0; i < 200; i++) {
            open("stable/x86_64/vmlinuz").close();
            assertThrows(NoSuchFileException.class, () -> open("stable/x86_64/none"));
            assertThrows(NotRegularFileException.class, () -> open("stable/x86_64"));
        }
        assertTrue(descriptors() < before + 100, "before: " + before + ", after: " + descriptors());
    }

    private static long descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
