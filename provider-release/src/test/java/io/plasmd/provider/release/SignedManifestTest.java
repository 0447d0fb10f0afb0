package io.plasmd.provider.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedManifestTest {
    private static final Instant CREATED = Instant.parse("2026-11-22T10:15:00Z");
    private static final Instant EXPIRES = Instant.parse("2026-12-22T10:15:00Z");
    private static final String HEX = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final SigningKey key = SigningKey.generate();
    private final SigningKey other = SigningKey.generate();

    private static Manifest manifest() {
        var kernel = Manifest.Entry.of("stable", "x86_64", "vmlinuz", new Digest(HEX), 8_388_608);
        var odd = Manifest.Entry.of("stable", "x86_64", "a + é.img", new Digest(HEX), 1);
        return new Manifest(
                "2026.11.22",
                "stable",
                "x86_64",
                CREATED,
                EXPIRES,
                new TreeMap<>(Map.of("kernel", kernel, "a + é.img", odd)),
                "boot-1");
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        SignedManifest signed = SignedManifest.sign(manifest(), List.of(key));
        SignedManifest read = SignedManifest.parse(signed.bytes());
        assertEquals(manifest(), read.manifest());
        assertEquals(key.trusted(), read.requireSignedBy(List.of(other.trusted(), key.trusted())));
    }

    @Test
    void looksAsDocumented() {
        String text = SignedManifest.sign(manifest(), List.of()).text();
        assertEquals(
                "{\"arch\":\"x86_64\",\"artifacts\":{"
                        + "\"a + é.img\":{\"blob\":\"/blobs/sha256/" + HEX + "\",\"filename\":\"a + é.img\","
                        + "\"hash\":\"sha256:" + HEX
                        + "\",\"path\":\"/stable/x86_64/a%20%2B%20%C3%A9.img\",\"size\":1},"
                        + "\"kernel\":{\"blob\":\"/blobs/sha256/" + HEX + "\",\"filename\":\"vmlinuz\","
                        + "\"hash\":\"sha256:" + HEX + "\",\"path\":\"/stable/x86_64/vmlinuz\",\"size\":8388608}},"
                        + "\"channel\":\"stable\",\"created_at\":\"2026-11-22T10:15:00Z\","
                        + "\"expires_at\":\"2026-12-22T10:15:00Z\",\"manifest_version\":1,"
                        + "\"provider\":{\"name\":\"boot-1\"},\"signatures\":[],\"version\":\"2026.11.22\"}",
                text);
    }

    @Test
    void sameContentGivesTheSameBytes() {
        assertArrayEquals(
                SignedManifest.sign(manifest(), List.of(key, other)).bytes(),
                SignedManifest.sign(manifest(), List.of(key, other)).bytes());
    }

    @Test
    void anyOfSeveralKeysWillDo() throws Exception {
        SignedManifest read = SignedManifest.parse(
                SignedManifest.sign(manifest(), List.of(key, other)).bytes());
        assertEquals(key.trusted(), read.requireSignedBy(List.of(key.trusted())));
        assertEquals(other.trusted(), read.requireSignedBy(List.of(other.trusted())));
    }

    @Test
    void theOrderOfMembersAndBlanksDoNotMatter() throws Exception {
        String text = SignedManifest.sign(manifest(), List.of(key)).text();
        String spread =
                text.replaceFirst("^\\{\"arch\":\"x86_64\",", "{ ").replaceFirst("}$", " ,\n \"arch\" : \"x86_64\"}");
        SignedManifest.parse(spread.getBytes(StandardCharsets.UTF_8)).requireSignedBy(List.of(key.trusted()));
    }

    @Test
    void membersOfALaterVersionAreCoveredByTheSignatureToo() {
        String text = SignedManifest.sign(manifest(), List.of(key)).text();
        String more = text.replaceFirst("^\\{", "{\"later\":true,");
        assertRefused(more, "does not fit the manifest", key);
    }

    @Test
    void aChangedByteIsNoticed() {
        String text = SignedManifest.sign(manifest(), List.of(key)).text();
        assertRefused(text.replace("8388608", "8388609"), "does not fit the manifest", key);
    }

    @Test
    void aSignatureThatIsNoneIsNoticed() {
        String text = SignedManifest.sign(manifest(), List.of(key)).text();
        assertRefused(text.replaceFirst("\"sig\":\"[^\"]*\"", "\"sig\":\"AAAA\""), "does not fit the manifest", key);
        assertRefused(text.replaceFirst("\"sig\":\"[^\"]*\"", "\"sig\":\"***\""), "does not fit the manifest", key);
    }

    /** RFC 4648 section 3.5: the last character before the padding holds four bits that no byte needs. */
    @Test
    void aSignatureHasOneSpelling() {
        String text = SignedManifest.sign(manifest(), List.of(key)).text();
        int padding = text.indexOf("==\"}]");
        String spare = text.substring(0, padding - 1) + (char) (text.charAt(padding - 1) + 1) + text.substring(padding);
        assertRefused(text.replace("==\"}]", "\"}]"), "does not fit", key);
        assertRefused(spare, "does not fit", key);
    }

    /** RFC 8259, section 8.1: UTF-8, without a byte order mark. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32BE", "ISO-8859-1"})
    void anotherEncodingIsRefused(String charset) {
        String text = SignedManifest.sign(manifest(), List.of(key)).text();
        var e = assertThrows(
                ReleaseException.class, () -> SignedManifest.parse(text.getBytes(Charset.forName(charset))));
        assertTrue(e.getMessage().startsWith("the manifest is no "), e.getMessage());
        assertRefused("\ufeff" + text, "the manifest is no JSON", key);
    }

    @Test
    void anotherKeyIsRefused() {
        String text = SignedManifest.sign(manifest(), List.of(other)).text();
        assertRefused(text, "signed by another key: " + other.trusted().id(), key);
    }

    @Test
    void anUnsignedOneIsRefused() {
        assertRefused(SignedManifest.sign(manifest(), List.of()).text(), "is not signed", key);
    }

    /** The id of a key that is believed, on a signature by another. */
    @Test
    void aSignatureUnderAFalseIdIsRefused() {
        String text = SignedManifest.sign(manifest(), List.of(other)).text();
        assertRefused(text.replace(other.trusted().id(), key.trusted().id()), "does not fit the manifest", key);
    }

    private static void assertRefused(String text, String why, SigningKey trusted) {
        var e = assertThrows(
                ReleaseException.class,
                () -> SignedManifest.parse(text.getBytes(StandardCharsets.UTF_8))
                        .requireSignedBy(List.of(trusted.trusted())));
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }

    @Test
    void isInForceFromItsCreationUntilItExpires() throws Exception {
        SignedManifest signed = SignedManifest.sign(manifest(), List.of());
        signed.requireInForce(CREATED);
        signed.requireInForce(EXPIRES.minusSeconds(1));
        assertThrows(ReleaseException.class, () -> signed.requireInForce(EXPIRES));
        // A clock that is a little slow is no reason to refuse; one that is a day slow is.
        signed.requireInForce(CREATED.minusSeconds(300));
        assertThrows(ReleaseException.class, () -> signed.requireInForce(CREATED.minusSeconds(86_400)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "manifest_version":1            | "manifest_version":2             | manifest_version = 2: expected 1
            "manifest_version":1            | "manifest_version":"1"           | manifest_version = "1": expected 1
            "version":"2026.11.22"          | "version":"../2026"              | version = "../2026": expected
            "channel":"stable"              | "channel":"../etc"               | channel has the name "../etc"
            "arch":"x86_64"                 | "arch":".x"                      | arch has the name ".x"
            "created_at":"2026-11-22T10:15:00Z" | "created_at":"yesterday"     | created_at = "yesterday": expected a time
            "created_at":"2026-11-22T10:15:00Z" | "created":"x"                | created_at is missing: expected a text
            "size":8388608                  | "size":-1                        | artifacts.kernel.size = -1: expected
            "size":8388608                  | "size":1.5                       | artifacts.kernel.size = 1.5: expected
            "size":8388608                  | "size":9007199254740992          | artifacts.kernel.size = 9007199254740992
            "size":8388608                  | "size":99999999999999999999      | artifacts.kernel.size = 99999999999999999999
            "filename":"vmlinuz"            | "filename":"../../etc/passwd"    | artifacts.kernel.filename = "../../etc/passwd"
            "filename":"vmlinuz"            | "filename":".vmlinuz"            | artifacts.kernel.filename = ".vmlinuz"
            "filename":"vmlinuz"            | "filename":"a + é.img"           | same filename
            "filename":"vmlinuz"            | "filename":"SHA256SUMS"          | "SHA256SUMS": this cannot be the name of an artifact: manifest.json, SHA256SUMS
            "filename":"vmlinuz"            | "filename":"SHA256SUMS.sig"      | what is said about artifacts
            "filename":"vmlinuz"            | "filename":"SHA256SUMS.gpg"      | what is said about artifacts
            "filename":"vmlinuz"            | "filename":"vmlinuz.sha256"      | what is said about artifacts
            "filename":"vmlinuz"            | "filename":"manifest.json"       | what is said about artifacts
            "size":8388608                  | "size":9007199254740991          | the sizes of its artifacts add up to more than 9007199254740991 bytes
            "size":8388608                  | "size":1e400                     | artifacts.kernel.size
            "version":"2026.11.22"          | "version":"1","x":9007199254740993 | x = 9007199254740993: expected no number beyond 9007199254740991
            "version":"2026.11.22"          | "version":"1","x":{"y":[1e300]}  | x.y[] = 1.0E300: expected no number beyond
            "version":"2026.11.22"          | "version":"1","x":1e400          | expected no number beyond 9007199254740991
            "name":"boot-1"                 | "name":"\\ud800"               | provider.name has a text with half a surrogate pair
            "name":"boot-1"                 | "name":"x","\\udc00":1         | surrogate
            "signatures":[]                 | "signatures":{}                  | signatures: expected an array of 64 at most
            "path":"/stable/x86_64/vmlinuz" | "path":"/%zz"                    | artifacts.kernel.path = "/%zz": expected an absolute path, percent-encoded
            "path":"/stable/x86_64/vmlinuz" | "path":"/a%2"                    | expected an absolute path, percent-encoded
            "path":"/stable/x86_64/vmlinuz" | "path":"/a^b"                    | expected an absolute path, percent-encoded
            "path":"/stable/x86_64/vmlinuz" | "path":"/[::1]"                  | expected an absolute path, percent-encoded
            "path":"/stable/x86_64/vmlinuz" | "path":"//elsewhere/vmlinuz"     | artifacts.kernel.path = "//elsewhere/vmlinuz"
            "path":"/stable/x86_64/vmlinuz" | "path":"http://elsewhere/"       | artifacts.kernel.path = "http://elsewhere/"
            "path":"/stable/x86_64/vmlinuz" | "path":"/a b"                    | artifacts.kernel.path = "/a b"
            "kernel":{                      | "../kernel":{                    | artifacts has the name "../kernel"
            "arch":                         | "channel":"x","arch":            | no JSON
            """)
    void whatMakesNoSenseIsRefused(String right, String wrong, String why) {
        String text = SignedManifest.sign(manifest(), List.of()).text();
        assertTrue(text.contains(right), text);
        var e = assertThrows(
                ReleaseException.class,
                () -> SignedManifest.parse(text.replace(right, wrong).getBytes(StandardCharsets.UTF_8)));
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }

    /** Anybody can put a signature in front: they are not signed. */
    @Test
    void aWrongSignatureBesideARightOneDoesNoHarm() throws Exception {
        String text = SignedManifest.sign(manifest(), List.of(key)).text();
        String wrong = "{\"keyid\":\"" + key.trusted().id() + "\",\"sig\":\"AAAA\"},";
        for (String more : List.of(wrong, wrong + wrong)) {
            SignedManifest read = SignedManifest.parse(
                    text.replace("\"signatures\":[", "\"signatures\":[" + more).getBytes(StandardCharsets.UTF_8));
            assertEquals(key.trusted(), read.requireSignedBy(List.of(key.trusted())));
            assertEquals(key.trusted(), read.requireSignedBy(List.of(other.trusted(), key.trusted())));
        }
        assertRefused(
                text.replaceFirst("\"sig\":\"[^\"]*\"}", "\"sig\":\"AAAA\"}," + wrong + "{}"), "does not fit", key);
    }

    @Test
    void thereAreNotThousandsOfSignaturesToCheck() {
        String text = SignedManifest.sign(manifest(), List.of(key)).text();
        assertRefused(text.replace("\"signatures\":[", "\"signatures\":[" + "{},".repeat(64)), "64 at most", key);
    }

    /** A question mark is what some writers of UTF-8 make of half a character: the signature would fit. */
    @Test
    void halfACharacterIsNoQuestionMark() {
        var why = Manifest.Entry.of("stable", "x86_64", "why?", new Digest(HEX), 1);
        Manifest asked =
                new Manifest("1", "stable", "x86_64", CREATED, EXPIRES, new TreeMap<>(Map.of("why?", why)), "boot-1");
        String text = SignedManifest.sign(asked, List.of(key)).text();
        String forged = text.replace("\"filename\":\"why?\"", "\"filename\":\"why\\ud800\"");
        assertRefused(forged, "half a surrogate pair", key);
    }

    @Test
    void whatNobodySignedIsNotPassedOn() throws Exception {
        String text = SignedManifest.sign(manifest(), List.of(key)).text();
        String more =
                text.replace("\"sig\":", "\"note\":\"unsigned\",\"sig\":").replace(",\"channel\"", " , \n\"channel\"");
        SignedManifest read = SignedManifest.parse(more.getBytes(StandardCharsets.UTF_8));
        assertEquals(key.trusted(), read.requireSignedBy(List.of(key.trusted())));
        assertEquals(text, read.text());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''            | no JSON
            []            | no JSON object
            <html></html> | no JSON
            {} {}         | no JSON
            {"a":1,"a":2} | no JSON (line 1, column
            {"a":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]} | more than 32 levels
            {"a":11111111111111111111111111111111111111111111111111111111111111111111111} | a number of more than 64 characters
            {}            | manifest_version is missing
            """)
    void whatIsNoManifestIsRefused(String text, String why) {
        var e = assertThrows(ReleaseException.class, () -> SignedManifest.parse(text.getBytes(StandardCharsets.UTF_8)));
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }
}
