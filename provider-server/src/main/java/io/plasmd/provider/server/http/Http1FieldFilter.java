package io.plasmd.provider.server.http;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.util.HostPort;
import org.jspecify.annotations.Nullable;

/** The fields of one request on their way to Jetty's connection, which acts on some of them otherwise than it should. */
final class Http1FieldFilter {
    private final HttpVersion version;
    private String coding = "";
    private @Nullable HostPort authority;

    Http1FieldFilter(HttpVersion version) {
        this.version = version;
    }

    /**
     * A field as Jetty may see it.
     *
     * @param first byte of its value as it was sent
     */
    HttpField filtered(HttpField field, byte first) {
        HttpHeader name = field.getHeader();
        if (name == null) {
            return field;
        }
        return switch (name) {
            case HOST -> host(field, first);
            // RFC 9110, section 10.1.1: not by HTTP/1.0. Jetty closes after the answer, since no content came.
            case EXPECT -> version == HttpVersion.HTTP_1_0 ? Http1Fields.hidden(field) : field;
            // Nothing is upgraded to here. Jetty refuses one that its Connection field does not name.
            case UPGRADE -> Http1Fields.hidden(field);
            case TRANSFER_ENCODING -> {
                coding = coding.isEmpty() ? field.getValue() : coding + "," + field.getValue();
                yield field;
            }
            default -> field;
        };
    }

    private HttpField host(HttpField field, byte first) {
        String value = field.getValue();
        Http1Host.require(value, first);
        if (Http1Host.isPlain(value)) {
            return field;
        }
        authority = value.isEmpty() ? null : HostPort.unsafe(value);
        return Http1Fields.hidden(field);
    }

    /** That of the {@code Host} field where Jetty would not understand it, as the request is then for that. */
    @Nullable
    HostPort authority() {
        return authority;
    }

    /**
     * Refuses content that cannot be read. Jetty has seen to it that chunked is the last of all codings.
     *
     * @throws HttpException.RuntimeException 400 or 501
     */
    void requireFraming() {
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
}
