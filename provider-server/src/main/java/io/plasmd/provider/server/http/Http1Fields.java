package io.plasmd.provider.server.http;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
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
