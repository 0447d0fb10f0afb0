package io.plasmd.provider.cli;

import io.plasmd.provider.release.ForeignNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A path on the command line. What is no text in it has become {@value #LOST}, which leads nowhere. */
final class PathArgument implements ITypeConverter<Path> {
    private static final String LOST = "\ufffd";
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    @Override
    public Path convert(String value) {
        Optional<String> doubt = doubt(value);
        if (doubt.isPresent()) {
            throw new TypeConversionException(doubt.get());
        }
        return Path.of(value);
    }

    /** Why something on the command line can be no path. */
    static Optional<String> doubt(String value) {
        try {
            Path path = Path.of(value);
            if (!value.contains(LOST) || Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
        } catch (InvalidPathException e) {
            // Not a name in this locale.
        }
        return Optional.of("the path " + asGiven(value) + " " + ForeignNames.why(directory(value)));
    }

    /** Of the file that is meant, as far as that can be told. */
    private static Path directory(String value) {
        String directory = value.substring(0, Math.max(0, value.lastIndexOf('/')));
        boolean isPlain = !directory.isEmpty() && directory.chars().allMatch(c -> c < 0x80);
        return Path.of(isPlain ? directory : ".");
    }

    /** As the shell gave it to the process, which Java does not tell. */
    private static String asGiven(String value) {
        Charset encoding = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        try {
            var argument = new ByteArrayOutputStream();
            for (byte b : Files.readAllBytes(COMMAND_LINE)) {
                if (b != 0) {
                    argument.write(b);
                } else if (argument.toString(encoding).endsWith(value)) {
                    return ForeignNames.printable(argument.toByteArray());
                } else {
                    argument.reset();
                }
            }
        } catch (IOException e) {
            // Without /proc, as Java has it.
        }
        return value;
    }
}
