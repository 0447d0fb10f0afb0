package io.plasmd.provider.files;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * System calls, by syscall(2) of the C library: one function and one signature, since Java takes 20 to 40 ms to link the
 * first and some more for each other. It also reaches what a C library is too old to know.
 */
final class Kernel {
    private static final StructErrno ERRNO = new StructErrno();
    private static final MethodHandle SYSCALL = link();

    /** One for each thread: to allocate one for each call would take longer than the call, until that is compiled. */
    private static final ThreadLocal<MemorySegment> STATE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(ERRNO.layout));

    /** Where the linker puts errno. */
    private static final class StructErrno {
        private final MemoryLayout layout = Linker.Option.captureStateLayout();
        private final VarHandle errno = layout.varHandle(MemoryLayout.PathElement.groupElement("errno"));

        int get(MemorySegment state) {
            return (int) errno.get(state, 0L);
        }
    }

    private Kernel() {}

    @SuppressWarnings("restricted") // a fixed function of libc, with its true signature
    private static MethodHandle link() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG),
                Linker.Option.firstVariadicArg(1),
                Linker.Option.captureCallState("errno"));
    }

    /**
     * Calls the kernel, again where a signal came between.
     *
     * @param arguments numbers, and addresses of what the caller keeps alive; those that are left out are zero
     * @return what it returns, or the negative number of the error
     */
    static long call(int number, long... arguments) {
        MemorySegment state = STATE.get();
        while (true) {
            long result = invoke(state, number, arguments);
            int error = result == -1 ? ERRNO.get(state) : 0;
            if (error == 0) {
                return result;
            }
            if (error != Errno.INTERRUPTED) {
                return -error;
            }
        }
    }

    private static long invoke(MemorySegment state, long number, long[] arguments) {
        try {
            return (long) SYSCALL.invokeExact(
                    state,
                    number,
                    at(arguments, 0),
                    at(arguments, 1),
                    at(arguments, 2),
                    at(arguments, 3),
                    at(arguments, 4),
                    at(arguments, 5));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static long at(long[] arguments, int index) {
        return index < arguments.length ? arguments[index] : 0;
    }
}
