package io.plasmd.provider.server;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A page of the documentation, as tests read it. */
record DocsPage(String text) {

    static DocsPage read(String name) {
        return new DocsPage(Texts.read(Path.of("../docs").resolve(name)));
    }

    static DocsPage readme() {
        return new DocsPage(Texts.read(Path.of("../README.md")));
    }

    /** What follows a heading, up to the next of the same level. */
    DocsPage section(String heading) {
        int start = text.indexOf("\n## " + heading + "\n");
        if (start < 0) {
            throw new AssertionError("no section " + heading);
        }
        int end = text.indexOf("\n## ", start + 1);
        return new DocsPage(text.substring(start, end < 0 ? text.length() : end));
    }

    /** The code blocks of a language. */
    List<String> blocks(String language) {
        return Pattern.compile("```" + language + "\n(.*?)```\n", Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    String block(String language) {
        List<String> blocks = blocks(language);
        if (blocks.isEmpty()) {
            throw new AssertionError("no block of " + language);
        }
        return blocks.getFirst();
    }
}
