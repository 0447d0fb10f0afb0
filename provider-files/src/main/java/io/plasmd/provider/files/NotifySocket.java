package io.plasmd.provider.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * Where a service manager listens for what a service has to say, sd_notify(3): a datagram socket of the local kind, which
 * Java does not have.
 *
 * @param address a path, or a name in the abstract space that begins with {@code @}
 */
public record NotifySocket(String address) {
    private static final short LOCAL = 1;
    /** SOCK_DGRAM, SOCK_CLOEXEC. */
    private static final int DATAGRAM = 2 | 0x80000;

    /** MSG_NOSIGNAL, MSG_DONTWAIT: a manager that is stuck holds nothing up. */
    private static final int WITHOUT_WAITING = 0x4000 | 0x40;

    /** Of sun_path in struct sockaddr_un, unix(7). */
    private static final int LONGEST = 108;

    private static final Platform PLATFORM = Platform.current();

    /** Whether it is an address of the kinds that are known here; vsock: of a virtual machine is none. */
    public boolean isKnown() {
        return address.length() > 1
                && (address.startsWith("/") || address.startsWith("@"))
                && address.getBytes(StandardCharsets.UTF_8).length < LONGEST;
    }

    /** Sends one message; a socket for each, since there is one in many seconds. */
    public void send(String message) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long socket = require(Kernel.call(PLATFORM.socket(), LOCAL, DATAGRAM, 0));
            try {
                MemorySegment text = arena.allocateFrom(message, StandardCharsets.UTF_8);
                MemorySegment to = socketAddress(arena);
                require(Kernel.call(
                        PLATFORM.sendto(),
                        socket,
                        text.address(),
                        text.byteSize() - 1,
                        WITHOUT_WAITING,
                        to.address(),
                        to.byteSize()));
            } finally {
                Opening.close(socket);
            }
        }
    }

    /** As long as the address is: in the abstract space every byte counts, and the first is zero. */
    private MemorySegment socketAddress(Arena arena) {
        byte[] name = address.getBytes(StandardCharsets.UTF_8);
        if (name[0] == '@') {
            name[0] = 0;
        }
        MemorySegment struct = arena.allocate(Short.BYTES + name.length, Short.BYTES);
        struct.set(ValueLayout.JAVA_SHORT, 0, LOCAL);
        MemorySegment.copy(name, 0, struct, ValueLayout.JAVA_BYTE, Short.BYTES, name.length);
        return struct;
    }

    private long require(long result) throws IOException {
        if (result < 0) {
            throw new SocketException("cannot send to " + address + ": " + Errno.text((int) -result));
        }
        return result;
    }
}
