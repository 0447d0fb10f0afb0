package io.plasmd.provider.server;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The file of the access log, a new one every day (UTC): {@code access.log} becomes {@code access.2026_11_23.log}. One
 * that was moved or removed by somebody else is left to them, and a new one is begun under its name.
 */
final class AccessLogFile implements LineTarget {
    private final Path directory;
    private final String stem;
    private final String ending;
    private final int retainDays;
    private final InstantSource clock;

    private @Nullable OutputStream out;
    private @Nullable Object openKey;
    private LocalDate openDay = LocalDate.MIN;

    AccessLogFile(Path target, int retainDays, InstantSource clock) {
        String name = Objects.requireNonNull(target.getFileName(), "a file").toString();
        int dot = name.lastIndexOf('.');
        this.directory = Objects.requireNonNull(target.getParent(), "an absolute file");
        this.stem = dot > 0 ? name.substring(0, dot) : name;
        this.ending = dot > 0 ? name.substring(dot) : "";
        this.retainDays = retainDays;
        this.clock = clock;
    }

    void open() throws IOException {
        LocalDate today = today();
        Path file = file(today);
        Files.createDirectories(directory);
        // Appended, so that one that is copied and cut to nothing (copytruncate) goes on at its new end.
        out = new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        openKey = key(file);
        if (!today.equals(openDay)) {
            openDay = today;
            removeOld();
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private Path file(LocalDate day) {
        return directory.resolve(
                "%s.%04d_%02d_%02d%s".formatted(stem, day.getYear(), day.getMonthValue(), day.getDayOfMonth(), ending));
    }

    private static @Nullable Object key(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    private void removeOld() throws IOException {
        Pattern dated = Pattern.compile(Pattern.quote(stem) + "\\.(\\d{4})_(\\d\\d)_(\\d\\d)" + Pattern.quote(ending));
        LocalDate first = openDay.minusDays(retainDays);
        String oldest = file(first).getFileName().toString();
        List<Path> files;
        try (Stream<Path> entries = Files.list(directory)) {
            files = entries.toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            // Dates of this form are in the order of their texts.
            if (dated.matcher(name).matches() && name.compareTo(oldest) < 0) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void write(String line) throws IOException {
        if (out == null || !today().equals(openDay)) {
            look(true);
        }
        if (out != null) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void flush() throws IOException {
        if (out != null) {
            out.flush();
        }
    }

    @Override
    public void look(boolean anew) throws IOException {
        if (anew || out == null || !Objects.equals(openKey, key(file(openDay)))) {
            close();
            open();
        }
    }

    @Override
    public void close() throws IOException {
        try (OutputStream closing = out) {
            out = null;
        }
    }
}
