package io.plasmd.provider.netboot.boots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;

/** What is written is read again, by this and by others, and nothing else is taken for it. */
class JsonTest {

    @Property(tries = 300)
    void whatIsWrittenIsReadAgain(
            @ForAll Map<String, @CharRange(from = 0, to = 255) String> texts, @ForAll List<Long> numbers) {
        var value = Map.of("texts", texts, "numbers", numbers, "flags", List.of(true, false));
        String json = Json.of(value);
        assertEquals(value, JsonReader.read(json));
        assertFalse(json.contains("\n"), json);
        assertEquals(
                texts,
                ConfigFactory.parseString(json, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON))
                        .getObject("texts")
                        .unwrapped());
    }

    @Property(tries = 500)
    void anyTextIsReadOrRefused(@ForAll @CharRange(from = 0, to = 127) String text) {
        try {
            JsonReader.read(text);
        } catch (IllegalArgumentException e) {
            // As it should be.
        }
    }

    @Test
    void whatIsNotOneWholeValueIsRefused() {
        List<String> bad = List.of(
                "",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "[1",
                "[1,]",
                "{,}",
                "\"a",
                "\"\\",
                "\"\\u12",
                "\"\\u12g4\"",
                "\"\\x\"",
                "tru",
                "null",
                "1.5",
                "-",
                "1-1",
                "{} {}",
                "{a:1}",
                "99999999999999999999",
                "[".repeat(20));
        for (String text : bad) {
            assertThrows(IllegalArgumentException.class, () -> JsonReader.read(text), text);
        }
        assertEquals(List.of("aé\n\"/\\", 1L), JsonReader.read(" [ \"a\\u00e9\\n\\\"\\/\\\\\" , 1 ] "));
    }
}
