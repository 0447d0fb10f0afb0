package io.plasmd.provider.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** What the tests of fetching and verifying share. */
final class Samples {
    private Samples() {}

    static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static RemoteArtifact artifact(String name, byte[] content, URI... places) {
        return new RemoteArtifact(name, content.length, Digest.ofContent(content), Arrays.asList(places));
    }

    static RemoteArtifact artifact(byte[] content, RoughServer server) {
        return artifact("rootfs.img", content, server.uri("/a"));
    }

    /** Gives up soon. */
    static TransferSettings hasty() {
        return TransferSettings.of("test").withStall(Duration.ofMillis(300)).withPatience(Duration.ofMillis(500));
    }

    /** Retries what is lost for as long as any of these tests takes. */
    static TransferSettings patient() {
        return TransferSettings.of("test").withStall(Duration.ofSeconds(20)).withPatience(Duration.ofSeconds(20));
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + what);
            }
            Thread.sleep(5);
        }
    }

    /** What a process has said. */
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the threads that fetching and verifying make. */
    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name ->
                        name.startsWith("fetch-") || name.startsWith("verify-") || name.startsWith("HttpClient"))
                .toList();
    }
}
