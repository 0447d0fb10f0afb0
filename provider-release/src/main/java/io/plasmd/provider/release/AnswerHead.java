package io.plasmd.provider.release;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the status and the headers of an answer promise about its body.
 *
 * @param first the position of its first byte in the artifact
 * @param last the position after its last byte
 * @param partial whether it is the part that was asked for, and not everything
 * @param tagged whether its entity tag is the digest
 * @param endIsMarked whether an early end is no lost connection
 */
record AnswerHead(long first, long last, boolean partial, boolean tagged, boolean endIsMarked) {
    static final String ANOTHER_VERSION =
            "What the server has is not what the manifest says: read the manifest again," + " then do the same again.";

    private static final String NOT_A_PROVIDER =
            "See whether the URL is that of a provider, and whether something in between changes its answers.";

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
    private static final Pattern UNSATISFIED = Pattern.compile("bytes \\*/(\\d{1,18})");
    private static final Pattern DIGEST_TAG = Pattern.compile("\"([0-9a-f]{64})\"");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    /** Refuses what cannot be the artifact before a byte of it is read. */
    static AnswerHead check(HttpResponse<?> response, RemoteArtifact artifact, long position, long end)
            throws LostException, RefusedException {
        URI uri = response.uri();
        requireSuccess(response, artifact);
        String encoding = header(response, "Content-Encoding");
        if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
            throw new RefusedException(
                    uri + " sends the artifact with Content-Encoding " + HumanText.printable(encoding)
                            + ", though it was asked not to",
                    NOT_A_PROVIDER);
        }
        boolean tagged = requireSameVersion(response, artifact);
        boolean endIsMarked = header(response, "Transfer-Encoding").equalsIgnoreCase("chunked");
        OptionalLong length = response.headers().firstValueAsLong("Content-Length");
        if (response.statusCode() == 200) {
            if (length.isPresent() && length.getAsLong() != artifact.size()) {
                throw wrongSize(uri, length.getAsLong(), artifact);
            }
            return new AnswerHead(0, artifact.size(), false, tagged, endIsMarked);
        }
        long last = requireRange(response, artifact, position, end);
        return new AnswerHead(position, last, true, tagged, endIsMarked);
    }

    private static void requireSuccess(HttpResponse<?> response, RemoteArtifact artifact)
            throws LostException, RefusedException {
        URI uri = response.uri();
        int status = response.statusCode();
        if (status == 200 || status == 206) {
            return;
        }
        if (status == 408 || status == 429 || status >= 500) {
            throw busy(response);
        }
        if (status == 404 || status == 410) {
            throw new RefusedException(
                    uri + " answered " + status + ", it does not have it",
                    "If the release was replaced, read the manifest again, then do the same again.");
        }
        if (status == 412) {
            throw new RefusedException(
                    uri + " has another version now than " + artifact.digest().prefixed(), ANOTHER_VERSION);
        }
        if (status >= 300 && status < 400) {
            throw new RefusedException(
                    uri + " answered " + status + ", a redirect to \""
                            + HumanText.printable(header(response, "Location")) + "\", which a provider never does",
                    "If it is the right server, use the URL that it redirects to.");
        }
        Matcher unsatisfied = UNSATISFIED.matcher(header(response, "Content-Range"));
        if (status == 416 && unsatisfied.matches()) {
            throw wrongSize(uri, Long.parseLong(unsatisfied.group(1)), artifact);
        }
        throw new RefusedException(uri + " answered " + status + "; expected 200 or 206", NOT_A_PROVIDER);
    }

    static LostException busy(HttpResponse<?> response) {
        String after = header(response, "Retry-After").strip();
        Duration wait = SECONDS.matcher(after).matches() ? Duration.ofSeconds(Long.parseLong(after)) : Duration.ZERO;
        return new LostException(
                response.uri() + " answered " + response.statusCode()
                        + (wait.isZero() ? "" : " and asks to wait " + wait.toSeconds() + " s"),
                wait);
    }

    /** What another kind of server tags its files with says nothing. */
    private static boolean requireSameVersion(HttpResponse<?> response, RemoteArtifact artifact)
            throws RefusedException {
        Matcher tag = DIGEST_TAG.matcher(header(response, "ETag"));
        if (!tag.matches()) {
            return false;
        }
        if (!tag.group(1).equals(artifact.digest().hex())) {
            throw new RefusedException(
                    response.uri() + " has another version now, sha256:" + tag.group(1) + "; the manifest says "
                            + artifact.digest().prefixed(),
                    ANOTHER_VERSION);
        }
        return true;
    }

    /** A server may send less than was asked for, from the right position (RFC 9110, section 15.3.7). */
    private static long requireRange(HttpResponse<?> response, RemoteArtifact artifact, long position, long end)
            throws RefusedException {
        URI uri = response.uri();
        String text = header(response, "Content-Range");
        Matcher range = CONTENT_RANGE.matcher(text);
        if (!range.matches()) {
            throw wrongRange(uri, text, position, end, artifact);
        }
        String total = range.group(3);
        if (!total.equals("*") && Long.parseLong(total) != artifact.size()) {
            throw wrongSize(uri, Long.parseLong(total), artifact);
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2)) + 1;
        OptionalLong length = response.headers().firstValueAsLong("Content-Length");
        if (first != position
                || last <= first
                || last > end
                || (length.isPresent() && length.getAsLong() != last - first)) {
            throw wrongRange(uri, text, position, end, artifact);
        }
        return last;
    }

    private static RefusedException wrongSize(URI uri, long size, RemoteArtifact artifact) {
        return new RefusedException(
                uri + " has " + size + " bytes; the manifest says " + artifact.size(), ANOTHER_VERSION);
    }

    private static RefusedException wrongRange(URI uri, String text, long position, long end, RemoteArtifact artifact) {
        return new RefusedException(
                uri + " answered 206 with Content-Range \"" + HumanText.printable(text) + "\"; expected \"bytes "
                        + position + "-" + (end - 1) + "/" + artifact.size() + "\" and a Content-Length that fits",
                NOT_A_PROVIDER);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
