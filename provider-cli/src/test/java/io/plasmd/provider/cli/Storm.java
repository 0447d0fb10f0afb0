package io.plasmd.provider.cli;

import io.plasmd.provider.server.RawHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that ask again and again, each time on a connection of its own; whoever is not answered is remembered. */
final class Storm implements AutoCloseable {
    /** {@code -Dstorm.clients=400} for as many as a large site has. */
    private static final int CLIENTS = Integer.getInteger("storm.clients", 40);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<List<String>>> clients = new ArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private volatile boolean isOver;

    Storm(int port) {
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(threads.submit(() -> ask(port)));
        }
    }

    private List<String> ask(int port) {
        List<String> failures = new ArrayList<>();
        while (!isOver && failures.size() < 100) {
            try {
                // For what no server has, and only a server says.
                int status =
                        RawHttp.exchange(port, "GET /nothing HTTP/1.0\r\n\r\n").status();
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
