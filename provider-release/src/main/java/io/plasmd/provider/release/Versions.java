package io.plasmd.provider.release;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of releases: their order, and one for files that nobody has given a version. */
public final class Versions {
    /** Runs of digits count as numbers, so that 1.10 comes after 1.9. */
    static final Comparator<String> ORDER = Versions::compare;

    private static final String CONTENT = "content-";

    /** So many that nobody finds other files with the same ones: 96 bits. */
    private static final int CONTENT_DIGITS = 24;

    private static final Pattern OF_CONTENT = Pattern.compile(CONTENT + "[0-9a-f]{" + CONTENT_DIGITS + "}");
    private static final Pattern RUN = Pattern.compile("\\d+|\\D+");

    private Versions() {}

    /**
     * That of files which were put in place by hand: two servers with the same files have the same one, whatever times the
     * files have, and where one is removed it is another one. It has no order.
     */
    public static String ofContent(Sums sums) {
        return CONTENT + Digest.ofContent(sums.bytes()).hex().substring(0, CONTENT_DIGITS);
    }

    /** Whether a version was made from content, so that none is older or newer. */
    static boolean isOfContent(String version) {
        return OF_CONTENT.matcher(version).matches();
    }

    /** Which of a day's releases a version made from its date is: 1 for the date alone; zero where it is none of them. */
    static int numberOf(String date, String version) {
        if (version.equals(date)) {
            return 1;
        }
        // Of four digits at most: a person may have chosen any other.
        return version.startsWith(date + ".")
                        && version.substring(date.length()).matches("\\.[1-9]\\d{0,3}")
                ? Integer.parseInt(version.substring(date.length() + 1))
                : 0;
    }

    private static int compare(String a, String b) {
        Matcher left = RUN.matcher(a);
        Matcher right = RUN.matcher(b);
        while (left.find()) {
            if (!right.find()) {
                return 1;
            }
            int order = compareRuns(left.group(), right.group());
            if (order != 0) {
                return order;
            }
        }
        return right.find() ? -1 : a.compareTo(b);
    }

    private static int compareRuns(String a, String b) {
        boolean numbers = Character.isDigit(a.charAt(0)) && Character.isDigit(b.charAt(0));
        return numbers ? new BigInteger(a).compareTo(new BigInteger(b)) : a.compareTo(b);
    }
}
