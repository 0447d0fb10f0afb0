package io.plasmd.provider.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpChannelState;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's connection, and what it gets wrong. All that corrects Jetty's HTTP/1.1 is in the classes that begin with
 * {@code Http1}, each with its reason; docs/http.md has what stays as it is.
 */
final class Http1Connection extends HttpConnection {
    /** Of what came after the last request. Content that a client sends before it reads fits in; it costs some 2 ms. */
    private static final long MOST_DROPPED = 8L * 1024 * 1024;

    /** Set while the superclass is constructed, so without an initializer, which would unset them. */
    @SuppressWarnings("NullAway.Init")
    private MessageHandler handler;

    private final Http1ConnectionFactory factory;
    private final Http1Head head;
    private @Nullable HostPort authority;
    private String asked = "";
    private long dropped;

    Http1Connection(Http1ConnectionFactory factory, Connector connector, EndPoint endPoint) {
        // Before the superclass asks for a parser.
        this.factory = factory;
        this.head = new Http1Head(factory.heads());
        super(factory.getHttpConfiguration(), connector, endPoint);
    }

    @Override
    protected RequestHandler newRequestHandler() {
        handler = new MessageHandler();
        return handler;
    }

    @Override
    protected HttpParser newHttpParser(HttpCompliance compliance) {
        HttpConfiguration configuration = getHttpConfiguration();
        var parser = new Http1Parser(handler, configuration.getRequestHeaderSize(), compliance, this::dropped, head);
        parser.setHeaderCacheSize(configuration.getHeaderCacheSize());
        parser.setHeaderCacheCaseSensitive(configuration.isHeaderCacheCaseSensitive());
        return parser;
    }

    @Override
    protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
        return new MessageStream(method, uri, version);
    }

    Http1Parser parser() {
        return (Http1Parser) getParser();
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        head.release();
        super.onClose(cause);
    }

    /** The time is bounded as well: {@link Connections#closeOverdue}. */
    private void dropped(int bytes) {
        dropped += bytes;
        if (dropped > MOST_DROPPED) {
            getEndPoint().close();
        }
    }

    /** That of the {@code Host} field where Jetty would not understand it, as the request is then for that. */
    @Override
    public HostPort getServerAuthority() {
        HostPort asked = authority;
        return asked == null ? super.getServerAuthority() : asked;
    }

    /** What the parser finds. */
    private final class MessageHandler extends RequestHandler {

        @Override
        public void startRequest(String method, String uri, HttpVersion version) {
            authority = null;
            asked = uri;
            Http1Compliance.requireSpoken(version);
            head.target(uri.length());
            boolean isSecure = getEndPoint().getSslSessionData() != null;
            super.startRequest(
                    method, Http1Target.normal(method, uri, isSecure ? HttpScheme.HTTPS : HttpScheme.HTTP), version);
        }

        @Override
        public void parsedHeader(HttpField field) {
            head.field();
            super.parsedHeader(field);
        }

        /** Dropped, as RFC 9110, section 6.5.1 allows: Jetty would keep those of all requests of the connection. */
        @Override
        public void parsedTrailer(HttpField field) {
            head.trailer();
        }

        /**
         * Has the message answered as a request is. Jetty answers it on another thread meanwhile, and where that is done
         * first, closes the connection under the answer.
         */
        @Override
        public void badMessage(HttpException failure) {
            getGenerator().setPersistent(false);
            var channel = (HttpChannelState) getHttpChannel();
            if (channel.getHttpStream() == null) {
                // As HTTP/1.1, so that the close is announced.
                super.startRequest(Http1BadMessage.METHOD, "/badMessage", HttpVersion.HTTP_1_1);
            }
            if (channel.getHttpStream() instanceof MessageStream stream) {
                stream.fail(failure);
            }
            super.headerComplete();
            parser().answerBad();
        }
    }

    /** A request and its answer. */
    private final class MessageStream extends HttpStreamOverHTTP1 {
        private final String method;
        private final String target;
        private final HttpVersion version;
        private final Http1FieldFilter filter;
        private @Nullable HttpException failure;
        private boolean closeAnnounced;

        MessageStream(String method, String target, HttpVersion version) {
            super(method, target, version);
            this.method = method;
            this.target = target;
            this.version = version;
            filter = new Http1FieldFilter(version);
        }

        @Override
        public void parsedHeader(HttpField field) {
            super.parsedHeader(filter.filtered(field, parser().firstOfValue()));
        }

        void fail(HttpException why) {
            failure = why;
        }

        @Override
        public Runnable headerComplete() {
            HttpException why = failure;
            if (why == null) {
                filter.requireFraming();
                authority = filter.authority();
                Runnable task = super.headerComplete();
                Http1Target.note(getHttpChannel().getRequest(), asked);
                return task;
            }
            return Http1BadMessage.task(getHttpChannel(), getParser(), method, target, version, why);
        }

        @Override
        public void send(
                MetaData.@Nullable Request request,
                MetaData.@Nullable Response response,
                boolean last,
                @Nullable ByteBuffer content,
                Callback callback) {
            if (response == null || HttpStatus.isInformational(response.getStatus())) {
                super.send(request, response, last, content, callback);
                return;
            }
            announceClose();
            // RFC 9110, section 9.3.2. Of a message that it could not parse, Jetty knows no method.
            boolean isBadHead = failure != null && parser().isHead();
            super.send(
                    request,
                    Http1Fields.withoutOwnLength(response),
                    last,
                    isBadHead ? BufferUtil.EMPTY_BUFFER : content,
                    callback);
        }

        /**
         * With content of the request still to come, Jetty would find that out after the answer, and close the connection
         * under it. It is known now, while it can be said.
         */
        private void announceClose() {
            if (getParser().hasContent() && getParser().inContentState() && !isFillInterested()) {
                closeAnnounced = super.consumeAvailable() != null;
            }
        }

        /** Once the close is announced, content that is still to come is no failure: it is dropped when it comes. */
        @Override
        public @Nullable Throwable consumeAvailable() {
            Throwable unconsumed = super.consumeAvailable();
            return closeAnnounced ? null : unconsumed;
        }

        @Override
        public Content.@Nullable Chunk read() {
            Content.Chunk chunk = super.read();
            return chunk == null && parser().isAfterLast() ? Content.Chunk.EOF : chunk;
        }

        @Override
        public void succeeded() {
            @Nullable ClientEndPoint client = ClientEndPoint.of(getEndPoint());
            if (client != null && !getGenerator().isPersistent()) {
                client.lastAnswered();
            } else if (head.isLarge()) {
                // What Jetty's parser has grown to, it stays; so another connection follows on the same end point.
                var next = factory.newConnection(getConnector(), getEndPoint());
                getHttpChannel().getRequest().setAttribute(UPGRADE_CONNECTION_ATTRIBUTE, next);
            }
            super.succeeded();
        }
    }
}
