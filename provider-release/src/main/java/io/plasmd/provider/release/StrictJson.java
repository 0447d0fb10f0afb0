package io.plasmd.provider.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON that is signed in its canonical form. Whatever has the same canonical form as another text but is read otherwise
 * would be signed as well, so it is refused: a signature is over what everyone reads, or over nothing.
 */
final class StrictJson {
    private static final int MOST_LEVELS = 32;
    private static final int LONGEST_NUMBER = 64;

    /** Of two members with one name, or two documents in a row, different readers see different things. */
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_LEVELS)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The largest integer that every JSON reader takes exactly (RFC 8259, section 6; RFC 8785, appendix D). */
    static final long LARGEST = (1L << 53) - 1;

    private StrictJson() {}

    /** Reads an object; what is wrong is said in the words of a person who has a manifest before them. */
    static ObjectNode read(byte[] bytes) throws ReleaseException {
        JsonNode json;
        try {
            json = MAPPER.readTree(text(bytes));
        } catch (StreamConstraintsException e) {
            throw new ReleaseException(
                    "the manifest is wrong: it has more than " + MOST_LEVELS + " levels, a number of more than "
                            + LONGEST_NUMBER + " characters, or a text that is too long",
                    e);
        } catch (JacksonException e) {
            throw new ReleaseException("the manifest is no JSON" + where(e) + words(e), e);
        }
        if (!(json instanceof ObjectNode object)) {
            throw new ReleaseException("the manifest is no JSON object");
        }
        requireUnambiguous("", object);
        return object;
    }

    /** A reader that guesses the encoding, as Jackson's does, may see another text than one that does not. */
    private static String text(byte[] bytes) throws ReleaseException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ReleaseException("the manifest is no UTF-8, as JSON has to be (RFC 8259, section 8.1)", e);
        }
    }

    private static String where(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        return at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }

    /** What Jackson says, unless it speaks to programmers: then it names its own classes, in backquotes. */
    private static String words(JacksonException e) {
        String words = e.getOriginalMessage();
        return words.indexOf('`') < 0 ? ": " + HumanText.printable(words) : ": something is there that does not belong";
    }

    static void requireUnambiguous(String at, JsonNode json) throws ReleaseException {
        if (json.isString()) {
            requireUnicode(at, json.asString());
        } else if (json.isNumber() && !(Math.abs(json.doubleValue()) <= LARGEST)) {
            throw new ReleaseException("the manifest is wrong: " + HumanText.printable(at) + " = "
                    + HumanText.printable(json.toString()) + ": expected no number beyond " + LARGEST
                    + ", which not every reader takes for the same");
        }
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            requireUnicode(at, member.getKey());
            requireUnambiguous(at.isEmpty() ? member.getKey() : at + "." + member.getKey(), member.getValue());
        }
        if (json.isArray()) {
            for (JsonNode element : json.values()) {
                requireUnambiguous(at + "[]", element);
            }
        }
    }

    /** Half a surrogate pair is no character, and has no UTF-8: it would be signed as a question mark (RFC 8785, 3.2.2.2). */
    private static void requireUnicode(String at, String text) throws ReleaseException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new ReleaseException("the manifest is wrong: " + (at.isEmpty() ? "it" : HumanText.printable(at))
                    + " has a text with half a surrogate pair, which is no character: \""
                    + HumanText.printable(text.replaceAll("[\\ud800-\\udfff]", "?")) + "\"");
        }
    }

    /** The form that is signed (RFC 8785). */
    static byte[] canonical(JsonNode json) throws ReleaseException {
        try {
            return new JsonCanonicalizer(json.toString()).getEncodedUTF8();
        } catch (IOException e) {
            throw new ReleaseException("the manifest has no canonical form: " + HumanText.printable(e.toString()), e);
        }
    }
}
