package io.plasmd.provider.server;

import io.plasmd.provider.server.status.LabelledCounter;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** A response that knows how many bytes of its content the network has taken, while it is being sent. */
final class CountingResponse extends Response.Wrapper {
    private final LabelledCounter allBytes;
    private final AtomicLong bytes = new AtomicLong();

    CountingResponse(Request request, Response wrapped, LabelledCounter allBytes) {
        super(request, wrapped);
        this.allBytes = allBytes;
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
        int length = BufferUtil.length(content);
        if (length == 0 || getRequest().getMethod().equals("HEAD")) {
            super.write(last, content, callback);
            return;
        }
        super.write(last, content, new Callback.Nested(callback) {
            @Override
            public void succeeded() {
                count(length);
                super.succeeded();
            }

            // Cut off on the way: what was written of it is no longer in the buffer.
            @Override
            public void failed(Throwable cause) {
                count(length - BufferUtil.length(content));
                super.failed(cause);
            }
        });
    }

    private void count(int written) {
        bytes.addAndGet(written);
        allBytes.add(written);
    }

    long bytes() {
        return bytes.get();
    }
}
