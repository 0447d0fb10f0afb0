package io.plasmd.provider.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the kernel says of a process; see proc(5). */
record ProcessFigures(long pid) {
    /** USER_HZ, the unit of times in proc(5), is 100 on every architecture that Java runs on. */
    private static final long TICK_MILLIS = 10;

    static ProcessFigures of(RunningProcess process) {
        return new ProcessFigures(process.pid());
    }

    int descriptors() throws IOException {
        try (Stream<Path> open = Files.list(file("fd"))) {
            return (int) open.count();
        }
    }

    /** On all processors together, since the process began. */
    Duration processorTime() throws IOException {
        // The name of the program, in parentheses, may contain blanks.
        String[] fields =
                Files.readString(file("stat")).replaceFirst("^.*\\) ", "").split(" ", -1);
        return Duration.ofMillis((Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MILLIS);
    }

    /** Resident memory now, in MiB. */
    long residentMebibytes() throws IOException {
        return mebibytes("VmRSS");
    }

    /** Resident memory at its highest, in MiB. */
    long peakMebibytes() throws IOException {
        return mebibytes("VmHWM");
    }

    private long mebibytes(String name) throws IOException {
        var matcher = Pattern.compile("(?m)^" + name + ":\\s+(\\d+) kB$").matcher(Files.readString(file("status")));
        if (!matcher.find()) {
            throw new AssertionError("no " + name + " of process " + pid);
        }
        return Long.parseLong(matcher.group(1)) >> 10;
    }

    private Path file(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
