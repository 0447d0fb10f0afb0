package io.plasmd.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AcceptHeaderTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                                        | false
            */*                                                       | false
            application/json                                          | false
            text/plain                                                | false
            text/html                                                 | true
            TEXT/HTML                                                 | true
            text/*                                                    | true
            text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | true
            text/html;q=0.9, application/json                         | false
            text/html;q=0.9, application/json;q=0.8                   | true
            text/html;level=1;q=0.5, application/json;q=0.4           | true
            text/html, application/json                               | true
            application/json, text/html                               | false
            */*, text/html                                            | true
            */*, text/html;q=0                                        | false
            text/html;q=0                                             | false
            text/html;q=nonsense                                      | false
            text/html;q=1.5                                           | false
            ,;q=,                                                     | false
            application/*;q=0.9, text/html;q=0.1                      | false
            """)
    void htmlIsForThoseWhoPreferIt(String accept, boolean html) {
        assertEquals(html, AcceptHeader.prefersHtml(accept == null ? "" : accept));
    }
}
