package io.plasmd.provider.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Bytes for one connection, put together of rows of the table and damaged at times, and what may be answered to them. */
final class Http1Stream {
    private static final int MOST_ROWS = 6;
    private static final String DAMAGE = "\0\t\n\r \"%,/:;?@[]{}\u007f\u00ffGHTP019x";

    private final Random random;
    private final List<Http1Row> rows = new ArrayList<>();
    private final String bytes;
    private final int undamaged;

    Http1Stream(Random random, List<Http1Row> table) {
        this.random = random;
        var text = new StringBuilder();
        List<Integer> ends = new ArrayList<>();
        for (int i = random.nextInt(MOST_ROWS); i >= 0; i--) {
            Http1Row row = table.get(random.nextInt(table.size()));
            rows.add(row);
            text.append(row.request());
            ends.add(text.length());
        }
        int from = random.nextInt(3) == 0 ? damage(text) : text.length();
        undamaged = (int) ends.stream().filter(end -> end <= from).count();
        bytes = text.append(Http1Servers.LAST).toString();
    }

    /** Changes, removes or adds some bytes, and says where the first of them is. */
    private int damage(StringBuilder text) {
        int from = random.nextInt(text.length());
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = from + random.nextInt(text.length() - from);
            char byteThere = DAMAGE.charAt(random.nextInt(DAMAGE.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, byteThere);
                case 1 -> text.insert(at, byteThere);
                default -> {
                    if (text.length() - from > 1) {
                        text.deleteCharAt(at);
                    }
                }
            }
        }
        return from;
    }

    String bytes() {
        return bytes;
    }

    /** Those of the requests that are surely read as such: no content may follow the answers to some of them. */
    List<Boolean> heads() {
        return rows.stream().limit(undamaged).map(Http1Row::isHead).toList();
    }

    /** Whether damage may have made or unmade a HEAD, so that answers cannot be told apart by their framing. */
    boolean isCertain() {
        return undamaged == rows.size();
    }

    /**
     * Holds answers against the stream.
     *
     * @throws AssertionError where one of them may not be
     */
    void require(List<Http1Wire.Answer> answers) {
        require(!answers.isEmpty(), "there is no answer", answers);
        for (int i = 0; i < answers.size(); i++) {
            Http1Wire.Answer answer = answers.get(i);
            require(i == answers.size() - 1 || !answer.announcesClose(), "an answer follows the last", answers);
            require(answer.status() < 500 || answer.status() == 501 || answer.status() == 505, "a fault", answers);
            if (i < undamaged) {
                requireFits(rows.get(i), answer, i == answers.size() - 1, answers);
            }
        }
        // What is whole is answered, each in turn, until one that ends the connection.
        int closing = 0;
        while (closing < undamaged
                && !rows.get(closing).isClosed()
                && !rows.get(closing).then().isEmpty()) {
            closing++;
        }
        require(answers.size() >= Math.min(closing + 1, undamaged), "answers are missing", answers);
        require(answers.size() <= rows.size() + 4, "more answers than requests", answers);
    }

    private void requireFits(Http1Row row, Http1Wire.Answer answer, boolean isLast, List<Http1Wire.Answer> answers) {
        require(answer.status() == row.status(), row + " is answered by " + answer.status(), answers);
        require(!row.isClosed() || isLast, "the connection goes on behind " + row, answers);
        require(
                answer.status() != 200 || row.isHead() || answer.content().equals("fine"),
                "another content for " + row,
                answers);
    }

    private void require(boolean holds, String what, List<Http1Wire.Answer> answers) {
        if (!holds) {
            throw new AssertionError(what + ": " + rows + "\n" + answers + "\n" + escaped());
        }
    }

    String escaped() {
        var text = new StringBuilder();
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            text.append(c > ' ' && c < 0x7f && c != '\\' ? String.valueOf(c) : String.format("\\x%02x", (int) c));
        }
        return text.toString();
    }
}
