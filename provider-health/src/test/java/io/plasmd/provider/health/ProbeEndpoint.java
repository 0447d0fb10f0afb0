package io.plasmd.provider.health;

import io.plasmd.provider.api.Endpoint;
import io.plasmd.provider.api.EndpointContext;
import io.plasmd.provider.api.HealthCheck;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A drop-in plugin with checks that go wrong in every way. See {@link ProbePlugin}. */
public final class ProbeEndpoint implements Endpoint {
    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicInteger quick = new AtomicInteger();

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public String name() {
        return "probe";
    }

    @Override
    public void start(EndpointContext context) {
        context.addHealthCheck("throws_exception", () -> {
            throw new IllegalStateException("the probe is broken");
        });
        context.addHealthCheck("throws_error", () -> {
            throw new NoClassDefFoundError("org/example/Missing");
        });
        context.addHealthCheck("hangs", () -> {
            starts.incrementAndGet();
            new CountDownLatch(1).await();
            return HealthCheck.Result.ok();
        });
        // As many as a small machine has cores, and more.
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            context.addHealthCheck("hangs_in_the_kernel_" + i, ProbeEndpoint::hangInTheKernel);
        }
        context.addHealthCheck("well", () -> {
            quick.incrementAndGet();
            return HealthCheck.Result.ok();
        });
        context.addStatus("probe.quick_runs", quick::get);
        context.addStatus("probe.starts", starts::get);
    }

    /** As a call to a file server that is gone does: it cannot be interrupted. */
    @SuppressWarnings("restricted") // allowed to all in the tests
    private static HealthCheck.Result hangInTheKernel() throws Exception {
        Linker linker = Linker.nativeLinker();
        var sleep = linker.downcallHandle(
                linker.defaultLookup().find("sleep").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            int unslept = (int) sleep.invokeExact(30);
            return HealthCheck.Result.failed(unslept + " s were left");
        } catch (Throwable thrown) {
            throw new IllegalStateException(thrown);
        }
    }

    @Override
    public void close() {
        // It holds nothing that outlives the test.
    }
}
