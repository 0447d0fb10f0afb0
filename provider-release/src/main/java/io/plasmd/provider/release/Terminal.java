package io.plasmd.provider.release;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Whether someone watches, by isatty(3): System.console() looks at stdin and stdout only. */
final class Terminal {
    private static final int STDERR = 2;

    @SuppressWarnings("restricted") // a fixed function of libc, with its true signature
    private static final MethodHandle ISATTY = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("isatty"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private Terminal() {}

    static boolean isStderr() {
        try {
            return (int) ISATTY.invokeExact(STDERR) == 1;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
