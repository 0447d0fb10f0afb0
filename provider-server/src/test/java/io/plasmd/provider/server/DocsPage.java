package io.plasmd.provider.server;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A page of the documentation, as tests read it. */
public record DocsPage(String text) {

    public static DocsPage read(String name) {
        return new DocsPage(Texts.read(Path.of("../docs").resolve(name)));
    }

    public static DocsPage readme() {
        return new DocsPage(Texts.read(Path.of("../README.md")));
    }

    /** What follows a heading, up to the next of the same level. */
    public DocsPage section(String heading) {
        int start = text.indexOf("\n## " + heading + "\n");
        if (start < 0) {
            throw new AssertionError("no section " + heading);
        }
        int end = text.indexOf("\n## ", start + 1);
        return new DocsPage(text.substring(start, end < 0 ? text.length() : end));
    }

    /** The code blocks of a language. */
    public List<String> blocks(String language) {
        return Pattern.compile("```" + language + "\n(.*?)```\n", Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    /** The first of them. */
    public String block(String language) {
        List<String> blocks = blocks(language);
        if (blocks.isEmpty()) {
            throw new AssertionError("no block of " + language);
        }
        return blocks.getFirst();
    }
}
