package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Who has locked a file, as far as the kernel tells (proc_locks(5)). */
final class LockHolder {
    private static final Path LOCKS = Path.of("/proc/locks");

    /** Of a line such as {@code 1: POSIX  ADVISORY  WRITE 3568 08:05:1234 0 EOF}. */
    private static final int PROCESS = 4;

    private static final int FILE = 5;
    private static final int LONGEST_COMMAND = 80;

    private LockHolder() {}

    /** For a message: the process and its command; or that it cannot be told. */
    static String of(Inode file) {
        try {
            List<String[]> lines = Files.readAllLines(LOCKS).stream()
                    .map(line -> line.strip().split("\\s+", -1))
                    // A line with an arrow waits for the lock itself.
                    .filter(words -> words.length > FILE && !words[1].equals("->"))
                    .filter(words -> words[FILE].endsWith(":" + file.number()))
                    .toList();
            // Devices are not compared where they differ all the same: btrfs and overlayfs tell stat(2) another one.
            return lines.stream()
                    .filter(words -> words[FILE].startsWith(device(file.device())))
                    .findFirst()
                    .or(() -> lines.stream().findFirst())
                    .map(words -> process(words[PROCESS]))
                    .orElse("a process that the kernel does not name");
        } catch (IOException e) {
            return "a process that cannot be told (" + e.getMessage() + ")";
        }
    }

    /** Major and minor number as makedev(3) packs them. */
    private static String device(long device) {
        long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
        long minor = (device & 0xff) | ((device >>> 12) & ~0xffL);
        return "%02x:%02x:".formatted(major, minor);
    }

    private static String process(String number) {
        Path process = Path.of("/proc").resolve(number);
        try {
            String command = new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8)
                    .replace('\0', ' ')
                    .strip();
            String shown = HumanText.printable(
                    command.length() > LONGEST_COMMAND ? command.substring(0, LONGEST_COMMAND) + "…" : command);
            return "process " + number + " of " + Inode.of(process).ownerName() + " (" + shown + ")";
        } catch (IOException e) {
            return "process " + number + ", of which no more can be told";
        }
    }
}
