package io.plasmd.provider.server.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections that keep what a client sends outside of the heap: a record that does not end holds 17 KiB, and those
 * of 8,192 connections would take half of the heap. What is sent is encrypted in the heap, which takes a fifth less of
 * the processor.
 */
final class TlsConnectionFactory extends SslConnectionFactory {

    TlsConnectionFactory(SslContextFactory.Server context) {
        super(context, HttpVersion.HTTP_1_1.asString());
        setDirectBuffersForEncryption(true);
        setDirectBuffersForDecryption(true);
    }

    @Override
    protected SslConnection newSslConnection(Connector connector, EndPoint endPoint, SSLEngine engine) {
        var buffers = new Buffers(connector.getByteBufferPool());
        return new SslConnection(
                buffers,
                connector.getExecutor(),
                getSslContextFactory(),
                endPoint,
                engine,
                isDirectBuffersForEncryption(),
                isDirectBuffersForDecryption()) {
            @Override
            protected SslEndPoint newSslEndPoint() {
                return new SslEndPoint() {
                    @Override
                    public boolean flush(ByteBuffer... content) throws IOException {
                        Thread before = buffers.sender;
                        buffers.sender = Thread.currentThread();
                        try {
                            return super.flush(content);
                        } finally {
                            buffers.sender = before;
                        }
                    }
                };
            }
        };
    }

    /** For a thread that sends, from the heap. Where two threads meet, one gets a buffer of the other kind, which works. */
    private static final class Buffers extends ByteBufferPool.Wrapper {
        private volatile @Nullable Thread sender;

        Buffers(ByteBufferPool wrapped) {
            super(wrapped);
        }

        @Override
        public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
            return super.acquire(size, direct && sender != Thread.currentThread());
        }
    }
}
