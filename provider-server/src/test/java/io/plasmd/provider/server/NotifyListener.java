package io.plasmd.provider.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a service manager does: a socket that servers tell how they are, sd_notify(3). Java itself has none of the kind. */
public final class NotifyListener implements AutoCloseable {
    private static final String PROGRAM = """
            import socket, sys
            name = sys.argv[1]
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind("\\0" + name[1:] if name[0] == "@" else name)
            print("listening", flush=True)
            while True:
                print("|".join(s.recv(4096).decode().split("\\n")), flush=True)
            """;

    private final Process process;
    private final Path messages;
    private final String address;

    private NotifyListener(Process process, Path messages, String address) {
        this.process = process;
        this.messages = messages;
        this.address = address;
    }

    /**
     * Listens.
     *
     * @param address a path, or a name after {@code @}
     */
    public static NotifyListener at(String address, Path scratch) throws IOException {
        Programs.require("python3", "python3");
        Path messages = Files.createTempFile(scratch, "messages", "");
        Process process = new ProcessBuilder("python3", "-c", PROGRAM, address)
                .redirectOutput(messages.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var listener = new NotifyListener(process, messages, address);
        Await.until("the socket", () -> Files.readString(messages).startsWith("listening\n"));
        return listener;
    }

    public String address() {
        return address;
    }

    /** In the order in which they came, the lines of each between bars. */
    public List<String> messages() throws IOException {
        return Files.readAllLines(messages).stream().skip(1).toList();
    }

    /** Waits for a message that begins so. */
    public String await(String begin) {
        return Await.value(
                begin,
                () -> messages().stream()
                        .filter(message -> message.startsWith(begin))
                        .findFirst()
                        .orElse(null));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
