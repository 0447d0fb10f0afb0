package io.plasmd.provider.cli;

import io.plasmd.provider.server.RawHttp;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;

/** Clients that ask again and again, each time on a connection of its own; whoever is not answered is remembered. */
final class Storm implements AutoCloseable {
    /** {@code -Dstorm.clients=400} for as many as a large site has. */
    private static final int CLIENTS = Integer.getInteger("storm.clients", 40);

    private static final String GET = "GET /nothing HTTP/1.0\r\n\r\n";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<List<String>>> clients = new ArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private volatile boolean isOver;

    /** Asks for what no server has, and only a server says; gives back the status. */
    private interface Exchange {
        int ask() throws Exception;
    }

    Storm(int port) {
        this(() -> RawHttp.exchange(port, GET).status());
    }

    /** Over TLS. */
    Storm(int port, SSLSocketFactory sockets) {
        this(() -> {
            try (Socket socket = sockets.createSocket("127.0.0.1", port)) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                return Integer.parseInt(answer.substring(9, 12));
            }
        });
    }

    private Storm(Exchange exchange) {
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(threads.submit(() -> ask(exchange)));
        }
    }

    private List<String> ask(Exchange exchange) {
        List<String> failures = new ArrayList<>();
        while (!isOver && failures.size() < 100) {
            try {
                int status = exchange.ask();
                if (status == 404) {
                    answers.incrementAndGet();
                } else {
                    failures.add("status " + status);
                }
            } catch (Exception e) {
                failures.add(e.toString());
            }
        }
        return failures;
    }

    /** How many there were so far. */
    int answers() {
        return answers.get();
    }

    /** Ends it, and says what went wrong. */
    List<String> end() throws Exception {
        isOver = true;
        List<String> failures = new ArrayList<>();
        for (Future<List<String>> client : clients) {
            failures.addAll(client.get());
        }
        System.out.println("Storm: " + CLIENTS + " clients, " + answers + " answers, " + failures.size() + " failures");
        return failures;
    }

    @Override
    public void close() {
        isOver = true;
        threads.close();
    }
}
