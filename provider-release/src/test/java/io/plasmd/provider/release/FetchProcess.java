package io.plasmd.provider.release;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A fetch, or a check, in a process of its own: one that can be killed, or has little memory. */
final class FetchProcess {
    private FetchProcess() {}

    /** Verb, URL, size, digest, directory, bytes of a segment. */
    public static void main(String[] args) throws Exception {
        var artifact = new RemoteArtifact(
                "rootfs.img", Long.parseLong(args[2]), new Digest(args[3]), List.of(URI.create(args[1])));
        if (args[0].equals("verify")) {
            try (BlobVerifier verifier = new BlobVerifier(Samples.patient())) {
                verifier.verify(artifact, Progress.NONE);
            }
        } else {
            try (BlobFetcher fetcher = new BlobFetcher(Samples.patient(), Integer.parseInt(args[5]))) {
                fetcher.fetch(artifact, Path.of(args[4]), Progress.NONE);
            }
        }
    }

    /**
     * Starts one.
     *
     * @param errors the file for what it says
     */
    static Process start(
            List<String> javaOptions, Path errors, String verb, RemoteArtifact artifact, Path directory, int segment)
            throws Exception {
        return new ProcessBuilder(command(javaOptions, verb, artifact, directory, segment))
                .redirectErrorStream(true)
                .redirectOutput(errors.toFile())
                .start();
    }

    /** May write no file larger than so many bytes. */
    static Process startLimited(int bytes, Path errors, RemoteArtifact artifact, Path directory, int segment)
            throws Exception {
        List<String> command = new ArrayList<>(List.of("prlimit", "--fsize=" + bytes));
        command.addAll(command(List.of("-XX:-UsePerfData"), "fetch", artifact, directory, segment));
        return new ProcessBuilder(command).redirectError(errors.toFile()).start();
    }

    private static List<String> command(
            List<String> javaOptions, String verb, RemoteArtifact artifact, Path directory, int segment) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FetchProcess.class.getName(),
                verb,
                artifact.places().getFirst().toString(),
                Long.toString(artifact.size()),
                artifact.digest().hex(),
                directory.toString(),
                Integer.toString(segment)));
        return command;
    }
}
