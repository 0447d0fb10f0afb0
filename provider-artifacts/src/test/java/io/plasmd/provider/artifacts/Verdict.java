package io.plasmd.provider.artifacts;

import io.plasmd.provider.release.Digest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;

/** Judges answers: each is right to the last byte for the one version that it announces, or says that it failed. */
final class Verdict {
    private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");

    private final Map<String, byte[]> versions = new ConcurrentHashMap<>();

    /** A content that there is, or was. */
    void know(byte[] content) {
        versions.put(Digest.ofContent(content).hex(), content);
    }

    /** Reads and judges all of an answer to a GET. */
    void judge(String asked, Response response) throws IOException {
        switch (response.code()) {
            case 200 -> judgeBytes(asked, response, 0, -1);
            case 206 -> {
                Matcher range = RANGE.matcher(String.valueOf(response.header("Content-Range")));
                require(range.matches(), asked, response);
                byte[] content = announced(asked, response);
                require(Integer.parseInt(range.group(3)) == content.length, asked, response);
                judgeBytes(asked, response, Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)));
            }
            case 304, 412 -> require(response.body().bytes().length == 0 || response.code() == 412, asked, response);
            case 503 -> require(String.valueOf(response.header("Retry-After")).matches("[1-9]\\d*"), asked, response);
            default -> require(false, asked, response);
        }
    }

    private void judgeBytes(String asked, Response response, int first, int last) throws IOException {
        byte[] content = announced(asked, response);
        byte[] expected = Arrays.copyOfRange(content, first, last < 0 ? content.length : last + 1);
        require(response.body().contentLength() == expected.length, asked, response);
        require(Arrays.equals(expected, response.body().bytes()), asked, response);
    }

    private byte[] announced(String asked, Response response) {
        String hex = String.valueOf(response.header("X-Content-SHA256"));
        require(("\"" + hex + "\"").equals(response.header("ETag")), asked, response);
        byte[] content = versions.get(hex);
        if (content == null) {
            throw new AssertionError(asked + " announces the digest " + hex + ", which no file ever had");
        }
        return content;
    }

    private static void require(boolean right, String asked, Response response) {
        if (!right) {
            throw new AssertionError(asked + " was answered " + response + "\n" + response.headers());
        }
    }
}
