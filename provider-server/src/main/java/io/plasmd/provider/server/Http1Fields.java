package io.plasmd.provider.server;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;

/** Header fields on which Jetty's connection acts otherwise than it should. */
final class Http1Fields {
    private static final int NOT_MODIFIED = 304;

    private Http1Fields() {}

    /** The same field under the same name, for whoever asks by name; Jetty's connection knows it no more. */
    static HttpField hidden(HttpField field) {
        return new HttpField((HttpHeader) null, field.getName(), field.getValue());
    }

    /**
     * Refuses content that cannot be read.
     *
     * @param coding of all {@code Transfer-Encoding} fields; empty for none. Jetty has seen to it that chunked is the last.
     */
    static void requireFraming(HttpVersion version, String coding) {
        if (coding.isEmpty()) {
            return;
        }
        if (version == HttpVersion.HTTP_1_0) {
            // RFC 9112, section 6.1: faulty framing; there was no such field in HTTP/1.0.
            throw new HttpException.RuntimeException(400, "HTTP/1.0 has no Transfer-Encoding");
        }
        for (String name : coding.split(",", -1)) {
            if (!name.isBlank() && !HttpHeaderValue.CHUNKED.is(name.strip())) {
                throw new HttpException.RuntimeException(501, "the only transfer coding here is chunked");
            }
        }
    }

    /**
     * A 304 without the length of its own content, which Jetty adds: a cache would take it for the length of what it has
     * stored (RFC 9110, sections 8.6 and 15.4.5). One that is not 0 is on purpose, and that of the 200.
     */
    static MetaData.Response withoutOwnLength(MetaData.Response response) {
        HttpFields fields = response.getHttpFields();
        if (response.getStatus() != NOT_MODIFIED || fields.getLongField(HttpHeader.CONTENT_LENGTH) != 0) {
            return response;
        }
        return new MetaData.Response(
                response.getStatus(),
                response.getReason(),
                response.getHttpVersion(),
                HttpFields.build(fields).remove(HttpHeader.CONTENT_LENGTH).asImmutable(),
                -1);
    }
}
