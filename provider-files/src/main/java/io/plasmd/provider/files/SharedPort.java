package io.plasmd.provider.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketException;

/** Who gets the connections where two servers listen on one port (SO_REUSEPORT). By itself, the kernel would draw lots. */
public final class SharedPort {
    private static final int SOCKET_LEVEL = 1;
    /** SO_ATTACH_REUSEPORT_CBPF. */
    private static final int ATTACH = 51;

    /** BPF_RET with BPF_K. */
    private static final short RETURN = 6;

    /** The kernel numbers those that listen from 0 on, in the order in which they came. */
    private static final int SECOND = 1;

    /** Of struct sock_fprog: a short, and a pointer at its own alignment. */
    private static final int PROGRAM = 16;

    private SharedPort() {}

    /**
     * Gives all new connections to the second of two that listen, so that what still comes to the first was begun before.
     * Where there is one, the kernel finds no second, and gives them to that. When the first leaves, the second takes its
     * number.
     *
     * @throws IOException where the kernel does not do that; then each gets its share
     */
    public static void preferSecond(ListeningSocket socket) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment instruction = arena.allocate(Long.BYTES, Long.BYTES);
            instruction.set(ValueLayout.JAVA_SHORT, 0, RETURN);
            instruction.set(ValueLayout.JAVA_INT, Integer.BYTES, SECOND);
            MemorySegment program = arena.allocate(PROGRAM, Long.BYTES);
            program.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
            program.set(ValueLayout.ADDRESS, Long.BYTES, instruction);
            long result = Kernel.call(
                    Platform.current().setsockopt(),
                    socket.descriptor(),
                    SOCKET_LEVEL,
                    ATTACH,
                    program.address(),
                    program.byteSize());
            if (result < 0) {
                throw new SocketException("SO_ATTACH_REUSEPORT_CBPF: " + Errno.text((int) -result));
            }
        }
    }
}
