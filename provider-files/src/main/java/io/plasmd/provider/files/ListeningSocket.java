package io.plasmd.provider.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A socket that TCP is listened on, by its descriptor: one that somebody else has begun to listen on, such as systemd, and that
 * this process has inherited, of which Java takes over no other than descriptor 0 ({@link System#inheritedChannel}) and only
 * one; or that of a channel, for what Java does not ask of it.
 */
public record ListeningSocket(int descriptor, InetSocketAddress address) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int IPV4 = 2;
    private static final int IPV6 = 10;
    private static final int SOCKET_LEVEL = 1;
    private static final int IS_LISTENING = 30;
    private static final int TCP_LEVEL = 6;
    private static final int TCP_INFO = 11;

    /** Of tcpi_unacked in struct tcp_info: of a socket that listens, how many wait. */
    private static final int WAITING = 24;

    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final Platform PLATFORM = Platform.current();
    private static final ValueLayout.OfShort NETWORK_SHORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    /**
     * Asks the kernel what it is.
     *
     * @throws IOException where it is no socket, or not one that TCP is listened on
     */
    public static ListeningSocket of(int descriptor) throws IOException {
        InetSocketAddress address = address(descriptor);
        if (address == null || !isListening(descriptor)) {
            throw new SocketException("descriptor " + descriptor + " is no socket that listens for TCP");
        }
        return new ListeningSocket(descriptor, address);
    }

    /** That of a channel, which stays its owner. */
    public static ListeningSocket of(ServerSocketChannel channel) throws IOException {
        var address = (InetSocketAddress) channel.getLocalAddress();
        return new ListeningSocket(find(address), address);
    }

    /** How many connections have been made with it that nobody has accepted yet. When it is closed, the kernel resets them. */
    public int waiting() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(WAITING + Integer.BYTES, Integer.BYTES);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, (int) info.byteSize());
            long result = Kernel.call(
                    PLATFORM.getsockopt(), descriptor, TCP_LEVEL, TCP_INFO, info.address(), length.address());
            if (result < 0) {
                throw new SocketException("TCP_INFO: " + Errno.text((int) -result));
            }
            return info.get(ValueLayout.JAVA_INT, WAITING);
        }
    }

    /**
     * Makes a channel of it: one that Java has opened itself gets the socket in the place of its own. What the channel says of
     * its address is that of the socket it had before, so ask {@link #address}.
     */
    public ServerSocketChannel open() throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            int own = find((InetSocketAddress) channel.getLocalAddress());
            long result = Kernel.call(PLATFORM.dup3(), descriptor, own, CLOSE_ON_EXEC);
            if (result < 0) {
                throw new SocketException("dup3: " + Errno.text((int) -result));
            }
            Opening.close(descriptor);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The descriptor of what this process listens on at an address. */
    private static int find(InetSocketAddress address) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path one : all) {
                int descriptor = Integer.parseInt(one.getFileName().toString());
                InetSocketAddress found = address(descriptor);
                if (found != null && isSame(found, address) && isListening(descriptor)) {
                    return descriptor;
                }
            }
        }
        throw new SocketException("the socket that listens on " + address + " is not in " + DESCRIPTORS);
    }

    /** The address that stands for all has two forms, of IPv4 and of IPv6, and Java does not tell which one it took. */
    private static boolean isSame(InetSocketAddress one, InetSocketAddress other) {
        return one.getPort() == other.getPort()
                && (one.getAddress().equals(other.getAddress())
                        || (one.getAddress().isAnyLocalAddress()
                                && other.getAddress().isAnyLocalAddress()));
    }

    /** Of an IP socket; null of anything else. */
    private static @Nullable InetSocketAddress address(int descriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment struct = arena.allocate(128, 8);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, 128);
            if (Kernel.call(PLATFORM.getsockname(), descriptor, struct.address(), length.address()) < 0) {
                return null;
            }
            int port = Short.toUnsignedInt(struct.get(NETWORK_SHORT, 2));
            return switch (struct.get(ValueLayout.JAVA_SHORT, 0)) {
                case IPV4 -> new InetSocketAddress(ip(struct, 4, 4), port);
                case IPV6 -> new InetSocketAddress(ip(struct, 8, 16), port);
                default -> null;
            };
        }
    }

    private static InetAddress ip(MemorySegment struct, long offset, int length) throws IOException {
        return InetAddress.getByAddress(struct.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE));
    }

    private static boolean isListening(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_INT, 0);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, Integer.BYTES);
            long result = Kernel.call(
                    PLATFORM.getsockopt(), descriptor, SOCKET_LEVEL, IS_LISTENING, value.address(), length.address());
            return result == 0 && value.get(ValueLayout.JAVA_INT, 0) == 1;
        }
    }
}
