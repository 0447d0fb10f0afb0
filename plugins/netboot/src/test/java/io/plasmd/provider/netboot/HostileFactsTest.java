package io.plasmd.provider.netboot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a machine says of itself, it says nothing to a boot loader. */
class HostileFactsTest {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:+/@%,=_-]*");

    /** Texts made of what means something to one of the boot loaders, and of everything else. */
    @Provide
    Arbitrary<String> hostile() {
        Arbitrary<String> pieces = Arbitraries.of(
                "${",
                "}",
                "$",
                "$(reboot)",
                "`",
                "\n",
                "\r",
                "\t",
                "\0",
                "#!ipxe",
                "#",
                "'",
                "\"",
                "\\",
                "\\n",
                "||",
                "&&",
                ";",
                " ",
                "{{token}}",
                "}}",
                "\u2028",
                "\u0085",
                "\u00e4",
                "\ud83d\ude00",
                "\ud800",
                "%",
                "=",
                "goto x",
                "<",
                "&");
        return Arbitraries.oneOf(pieces, Arbitraries.strings().ofMaxLength(5))
                .list()
                .ofMaxSize(12)
                .map(list -> String.join("", list));
    }

    @Property
    void inScriptsItIsOneWordOfPlainCharacters(@ForAll("hostile") String said) {
        for (OutputFormat format : List.of(OutputFormat.IPXE, OutputFormat.GRUB, OutputFormat.PXELINUX)) {
            String script = render(format, "linux a={{serial}} b={{{serial}}} c={{&serial}} end", said);
            String word = format.escape(said);
            assertTrue(WORD.matcher(word).matches(), word);
            assertEquals("linux a=" + word + " b=" + word + " c=" + word + " end", script);
        }
    }

    @Property
    void inTextItIsOneLineOfPlainCharacters(@ForAll("hostile") String said) {
        String line = OutputFormat.TEXT.escape(said);
        assertTrue(WORD.matcher(line.replace(" ", "")).matches(), line);
        assertEquals(said.codePointCount(0, said.length()), line.length());
    }

    @Property
    void inJsonItIsItself(@ForAll("hostile") String said) {
        String json = render(OutputFormat.JSON, "{\"a\": \"{{serial}}\", \"b\": \"{{{serial}}}\"}", said);
        assertTrue(json.chars().allMatch(c -> c >= ' ' && c <= '~'), json);
        var parsed =
                ConfigFactory.parseString(json, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
        assertEquals(said, parsed.getString("a"));
        assertEquals(said, parsed.getString("b"));
    }

    @Property
    void inYamlNothingOfItEndsAScalar(@ForAll("hostile") String said) {
        String plain = OutputFormat.YAML.escape(said);
        assertTrue(WORD.matcher(plain.replace(" ", "")).matches(), plain);
        assertFalse(plain.contains(",") || plain.contains(": "), plain);
    }

    @Property
    void theReasonOfAFailureIsOneLineThatNothingCanBeAddedTo(@ForAll("hostile") String said) {
        String reason = "uuid \"" + said + "\": none";
        String shown = "uuid _" + SafeText.line(said) + "_: none";
        for (Action action : Action.values()) {
            assertEquals(
                    new IpxeScript().failure("x", action).replaceFirst("echo x", "echo " + shown),
                    new IpxeScript().failure(reason, action));
            assertEquals(
                    new GrubScript().failure("x", action).replaceFirst("'x'", "'" + shown + "'"),
                    new GrubScript().failure(reason, action));
            assertEquals(
                    new PxelinuxScript().failure("x", action).replaceFirst("SAY x", "SAY " + shown),
                    new PxelinuxScript().failure(reason, action));
        }
    }

    @Property
    void aWordOfGrubEndsWhereItEnds(@ForAll("hostile") String written) {
        String word = SafeText.grub(written);
        // As GRUB reads it: between single quotes everything is itself.
        var read = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (c == '\\' && !quoted) {
                read.append(word.charAt(++i));
            } else {
                assertTrue(quoted, word);
                read.append(c);
            }
        }
        assertFalse(quoted);
        assertEquals(SafeText.oneLine(written), read.toString());
        assertFalse(word.contains("\n"));
    }

    @Property
    void factsAreReadWithoutAnythingElseThanARefusal(@ForAll("hostile") String said) {
        String query = Stream.of("mac", "uuid", "arch", "serial", "buildarch", said)
                .map(name -> name + "=" + said)
                .collect(Collectors.joining("&"));
        try {
            Facts.read(Query.parse(query)).values().forEach((name, value) -> assertTrue(value.length() <= 128, name));
        } catch (NotBootableException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("expected"), e.getMessage());
        }
    }

    @Property
    void patternsMeetWhereOneTextMatchesBoth(@ForAll("patterns") String one, @ForAll("patterns") String other) {
        assertEquals(meets(one, other), new Glob(one).meets(new Glob(other)), one + " and " + other);
    }

    @Property
    void patternsMatchAsTheyRead(@ForAll("patterns") String pattern, @ForAll("values") String value) {
        String regex = pattern.replace("*", ".*").replace("?", ".");
        assertEquals(value.matches(regex), new Glob(pattern).matches(value), pattern + " and " + value);
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("ab*?").ofMaxLength(6);
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings().withChars("ab").ofMaxLength(6);
    }

    /** By what it means, character by character. */
    private static boolean meets(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return (one + other).chars().allMatch(c -> c == '*');
        }
        char a = one.charAt(0);
        char b = other.charAt(0);
        if (a == '*') {
            return meets(one.substring(1), other) || meets(one, other.substring(1));
        }
        if (b == '*') {
            return meets(other, one);
        }
        return (a == b || a == '?' || b == '?') && meets(one.substring(1), other.substring(1));
    }

    private static String render(OutputFormat format, String template, String said) {
        return Templates.render(Templates.compiler(format).compile(template), Map.of("serial", said), "test");
    }
}
