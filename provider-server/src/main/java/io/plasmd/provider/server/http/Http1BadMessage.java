package io.plasmd.provider.server.http;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.util.NanoTime;

/** How a message that is no request is answered as one. */
final class Http1BadMessage {
    /** What Jetty calls a method where it has none; also what the log and the problem documents go by. */
    static final String METHOD = "BAD";

    private Http1BadMessage() {}

    /** Answers it; of one that failed before its head was read, the channel gets a request without fields. */
    static Runnable task(
            HttpChannel channel,
            HttpParser parser,
            String method,
            String target,
            HttpVersion version,
            HttpException failure) {
        if (channel.getRequest() == null) {
            channel.onRequest(
                    new MetaData.Request(begunNanos(parser), method, HttpURI.from(target), version, HttpFields.EMPTY));
        }
        return channel.onFailure((Throwable) failure);
    }

    /** Not yet noted by Jetty where it has not looked at the message. */
    private static long begunNanos(HttpParser parser) {
        long noted = parser.getBeginNanoTime();
        return noted == 0 ? NanoTime.now() : noted;
    }
}
