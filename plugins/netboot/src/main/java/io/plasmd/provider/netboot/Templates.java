package io.plasmd.provider.netboot;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Templates by Mustache that can do no more than fill in: data are maps, lists and texts, partials come from one directory, a
 * name that is missing is an error.
 *
 * @param directory null: there are none
 */
record Templates(@Nullable Path directory) {
    private static final long LARGEST = 1L << 20;

    /** What the operator has written. Anything else in the data a machine has said. */
    record Trusted(String text) {}

    /** Looks into maps and lists, never into objects. */
    private static final class MapsOnly extends BasicCollector {
        @Override
        public <K, V> Map<K, V> createFetcherCache() {
            return new ConcurrentHashMap<>();
        }
    }

    /** Compiles a text that stands in the configuration. */
    static Template ofText(String text) {
        return compiler(OutputFormat.IPXE)
                .withLoader(name -> {
                    throw new FileNotFoundException("there are no partials here");
                })
                .compile(text);
    }

    /** Whether there is such a file. */
    boolean has(String name) {
        return file(name).isPresent();
    }

    /**
     * Fills in a file.
     *
     * @throws NotBootableException where that is not possible; the message says why
     */
    String render(TemplateFile template, Map<String, Object> data) {
        try (Reader reader = read(template.file())) {
            return render(
                    compiler(template.format()).withLoader(this::read).compile(reader), data, template.file());
        } catch (IOException | MustacheException e) {
            throw new NotBootableException("template " + template.file() + ": " + reason(e));
        }
    }

    /**
     * Fills in what has been compiled.
     *
     * @param what for the message of what is thrown
     */
    static String render(Template template, Map<String, Object> data, String what) {
        try {
            return template.execute(data);
        } catch (MustacheException e) {
            throw new NotBootableException("template " + what + ": " + reason(e));
        } catch (StackOverflowError e) {
            throw new NotBootableException("template " + what + ": it includes itself");
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause().getMessage());
    }

    static Mustache.Compiler compiler(OutputFormat format) {
        return Mustache.compiler()
                // The formatter sees every value, also those in three braces, which no escaper gets.
                .escapeHTML(false)
                .withFormatter(value -> value instanceof Trusted trusted
                        ? format.trusted(trusted.text())
                        : format.escape(String.valueOf(value)))
                .withCollector(new MapsOnly())
                .strictSections(true)
                .emptyStringIsFalse(true);
    }

    private Reader read(String name) throws IOException {
        Path file = file(name)
                .orElseThrow(() -> new FileNotFoundException("there is no file " + name + " in templates.directory"));
        if (Files.size(file) > LARGEST) {
            throw new IOException("it is larger than 1 MiB");
        }
        return new StringReader(Files.readString(file));
    }

    /** Wherever links lead: only what is below the directory. */
    private Optional<Path> file(String name) {
        if (directory == null) {
            return Optional.empty();
        }
        try {
            Path file = directory.resolve(name).toRealPath();
            return file.startsWith(directory.toRealPath()) && Files.isRegularFile(file)
                    ? Optional.of(file)
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
