package io.plasmd.provider.artifacts;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The three forms of a date (RFC 9110, section 5.6.7), to the letter: what is not quite one MUST be ignored by those who
 * compare (sections 13.1.3 to 13.1.5). Jetty's {@code HttpDateTime} takes whatever has a day, a month and a year in it.
 */
final class HttpDate {
    private static final DateTimeFormatter IMF_FIXDATE = formatter("EEE, dd MMM uuuu HH:mm:ss 'GMT'");
    private static final DateTimeFormatter ASCTIME = formatter("EEE MMM ppd HH:mm:ss uuuu");

    /** Fifty years ahead at most (section 5.6.7). */
    private static final int YEARS_AHEAD = 50;

    private static final List<DateTimeFormatter> FORMS = List.of(IMF_FIXDATE, ASCTIME);

    private HttpDate() {}

    static Optional<Instant> parse(String text) {
        for (DateTimeFormatter form : FORMS) {
            Optional<Instant> parsed = parse(text, form);
            if (parsed.isPresent()) {
                return parsed;
            }
        }
        // Of RFC 850, whose two digits of a year mean another year in time.
        return text.indexOf('-') < 0 ? Optional.empty() : parse(text, rfc850());
    }

    private static Optional<Instant> parse(String text, DateTimeFormatter form) {
        try {
            return Optional.of(LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static DateTimeFormatter rfc850() {
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(
                        ChronoField.YEAR, 2, 2, Year.now(ZoneOffset.UTC).getValue() + YEARS_AHEAD - 99)
                .appendPattern(" HH:mm:ss 'GMT'")
                // In the root locale the full name of a day is its short one.
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /** Case-sensitive, and strict about the day of the week, as section 5.6.7 says. */
    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }
}
