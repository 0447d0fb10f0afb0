package io.plasmd.provider.artifacts;

import static io.plasmd.provider.artifacts.ServedFile.content;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reproducible builds make files of one size and one time, and {@code cp -p} keeps the time: what was put in place by it
 * has a digest of its own all the same, on a disk and in memory.
 */
@ParameterizedClass
@ValueSource(strings = {"", "/dev/shm"})
final class CopiedInPlaceTest {
    private static final int SIZE = 20_000;

    private final String parent;
    private ServedFile served;

    CopiedInPlaceTest(String parent) {
        this.parent = parent;
    }

    @BeforeEach
    void start() throws Exception {
        served = new ServedFile(parent);
    }

    @AfterEach
    void stop() throws Exception {
        if (served != null) {
            served.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cp -p ../../.new vmlinuz, false",
        "cp -p ../../.new vmlinuz, true",
        "cp -p ../../.new .next; mv .next vmlinuz, false",
        "cp -p ../../.new .next; mv .next vmlinuz, true",
        "rm vmlinuz; cp -p ../../.new vmlinuz, false",
        "rm vmlinuz; cp -p ../../.new vmlinuz, true"
    })
    void theCopyHasADigestOfItsOwn(String commands, boolean whileTheServerIsDown) throws Exception {
        served.write(content(1, SIZE));
        served.assertNowServed(content(1, SIZE));
        ServedFile.write(served.root().resolve(".new"), content(2, SIZE));
        ArtifactServer.Change copy = () -> Shell.run(served.directory(), commands);
        if (whileTheServerIsDown) {
            served.server().restartAfter(copy);
        } else {
            copy.make();
        }
        FileTime time = Files.getLastModifiedTime(served.path());
        assertEquals(ServedFile.THEN, time);
        served.assertNowServed(content(2, SIZE));
        // What is remembered now is of both.
        served.server().restart();
        served.assertNowServed(content(2, SIZE));
    }
}
