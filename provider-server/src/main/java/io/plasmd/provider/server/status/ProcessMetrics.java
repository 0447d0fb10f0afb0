package io.plasmd.provider.server.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the kernel says of this process (proc(5)), under the names of the Prometheus conventions. Read from files: the
 * JVM's own management beans cost more memory and start-up time than the whole server.
 */
public final class ProcessMetrics {
    private static final Path PROC = Path.of("/proc/self");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
    private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)$");
    private static final Pattern MAX_FDS = Pattern.compile("(?m)^Max open files\\s+(\\d+) ");

    private ProcessMetrics() {}

    static void register(HostMetrics metrics) {
        metrics.gauge(
                "process_resident_memory_bytes",
                "Memory in RAM, files that are mapped into it included.",
                () -> number("status", RESIDENT) * 1024);
        metrics.gauge("process_threads", "Threads.", () -> number("status", THREADS));
        metrics.gauge("process_open_fds", "Open file descriptors.", ProcessMetrics::openFiles);
        metrics.gauge("process_max_fds", "File descriptors that the process may open.", ProcessMetrics::maxFiles);
        metrics.gauge(
                "process_start_time_seconds",
                "When the process was started, since the epoch.",
                () -> ProcessStart.instant().toEpochMilli() / 1000.0);
        Runtime runtime = Runtime.getRuntime();
        metrics.gauge(
                "jvm_heap_used_bytes",
                "Heap in use, garbage included.",
                () -> runtime.totalMemory() - runtime.freeMemory());
        metrics.gauge("jvm_heap_max_bytes", "Heap that may be used (-Xmx).", runtime::maxMemory);
    }

    /** NaN where the kernel does not say. */
    public static double maxFiles() {
        return number("limits", MAX_FDS);
    }

    private static double openFiles() {
        try (Stream<Path> descriptors = Files.list(PROC.resolve("fd"))) {
            return descriptors.count();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private static double number(String file, Pattern pattern) {
        try {
            Matcher matcher = pattern.matcher(Files.readString(PROC.resolve(file)));
            return matcher.find() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
