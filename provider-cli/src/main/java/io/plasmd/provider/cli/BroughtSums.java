package io.plasmd.provider.cli;

import io.plasmd.provider.release.Digest;
import io.plasmd.provider.release.HumanText;
import io.plasmd.provider.release.ReleaseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code SHA256SUMS} that lies beside files which are to be published. It is not published, as the server makes one
 * itself; but it has to fit them.
 */
final class BroughtSums {
    /** As sha256sum writes it, with the mark of a binary file or without. */
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})[ ][ *](?:\\./)?(.+)");

    /** Beyond this it is something else. */
    private static final long LARGEST_BYTES = 16L << 20;

    private final Path file;
    private final SortedMap<String, Digest> digests = new TreeMap<>();
    private int strangeLines;

    private BroughtSums(Path file) {
        this.file = file;
    }

    static BroughtSums read(Path file) throws ReleaseException {
        var sums = new BroughtSums(file);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_BYTES) {
                sums.strangeLines = 1;
                return sums;
            }
            // ASCII by rights; names in other encodings fit no file, and are said not to.
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            text.lines().filter(line -> !line.isBlank()).forEach(sums::take);
            return sums;
        } catch (IOException e) {
            throw new ReleaseException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private void take(String line) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
            digests.put(matcher.group(2), new Digest(matcher.group(1)));
        } else {
            strangeLines++;
        }
    }

    /** What the file of a name has to be, if it says so. */
    Optional<Digest> of(String name) {
        return Optional.ofNullable(digests.get(name));
    }

    /** What does not fit, in lines for a person; files of other digests are refused later, when they have been read. */
    List<String> remarks(Map<String, Path> files) {
        List<String> remarks = new ArrayList<>();
        String shown = HumanText.printable(file.toString());
        if (strangeLines > 0) {
            remarks.add(shown + " has " + strangeLines + (strangeLines == 1 ? " line" : " lines")
                    + " that sha256sum would not have written: nothing was checked by that.");
        }
        List<String> absent = digests.keySet().stream()
                .filter(name -> !files.containsKey(name))
                .toList();
        if (!absent.isEmpty()) {
            remarks.add(shown + " is also of what is not there: "
                    + HumanText.printable(absent.getFirst())
                    + (absent.size() == 1 ? "" : " and " + (absent.size() - 1) + " more") + ".");
        }
        List<String> unnamed = digests.isEmpty()
                ? List.of()
                : files.keySet().stream()
                        .filter(name -> !digests.containsKey(name))
                        .toList();
        if (!unnamed.isEmpty()) {
            remarks.add(shown + " does not have " + HumanText.printable(unnamed.getFirst())
                    + (unnamed.size() == 1 ? "" : " and " + (unnamed.size() - 1) + " more")
                    + ": published unchecked.");
        }
        return remarks;
    }
}
