package io.plasmd.provider.netboot.dhcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.TreeMap;

/**
 * Asks as firmware and iPXE ask (RFC 2131, RFC 4578), and prints what it is offered to boot. A program of its own, since
 * it runs in a network namespace: {@code NAME ARCHITECTURE VENDOR_CLASS USER_CLASS}, four arguments for each that asks, the last - where it has
 * none.
 */
final class DhcpClient {
    private static final int COOKIE = 0x63825363;
    private static final int ATTEMPTS = 20;
    /** Where it stands in a question. */
    private static final int MESSAGE_TYPE = 242;
    /** Of the client. */
    private static final byte[] ADDRESS = {10, 9, 0, 9};

    private DhcpClient() {}

    public static void main(String[] args) throws IOException {
        try (var socket = new DatagramSocket(new InetSocketAddress(68))) {
            socket.setBroadcast(true);
            socket.setSoTimeout(1_000);
            for (int i = 0; i < args.length; i += 4) {
                byte[] question = question(i + 1, Integer.parseInt(args[i + 1]), args[i + 2], args[i + 3]);
                System.out.println(args[i] + " " + offer(socket, question, i + 1));
                if (args[i].endsWith("-4011")) {
                    System.out.println(args[i] + " " + bootServer(socket, question, i + 1));
                }
            }
        }
    }

    private static byte[] question(int transaction, int architecture, String vendorClass, String userClass) {
        var packet = ByteBuffer.allocate(548);
        packet.put((byte) 1).put((byte) 1).put((byte) 6).put((byte) 0).putInt(transaction);
        // Secs, and that it wants the answer as a broadcast.
        packet.putShort((short) 0).putShort((short) 0x8000);
        packet.position(28).put(new byte[] {0x52, 0x54, 0, 0, 0, (byte) transaction});
        packet.position(236).putInt(COOKIE);
        packet.put(new byte[] {53, 1, 1, 55, 9, 1, 3, 6, 43, 54, 60, 66, 67, 97});
        packet.put(new byte[] {93, 2, 0, (byte) architecture, 94, 3, 1, 3, 1, 97, 17, 0})
                .put(new byte[16]);
        option(packet, 60, vendorClass);
        if (!userClass.equals("-")) {
            option(packet, 77, userClass);
        }
        packet.put((byte) 255);
        return packet.array();
    }

    private static void option(ByteBuffer packet, int code, String text) {
        packet.put((byte) code).put((byte) text.length()).put(text.getBytes(US_ASCII));
    }

    private static String offer(DatagramSocket socket, byte[] question, int transaction) throws IOException {
        var everybody = new InetSocketAddress(InetAddress.getByAddress(new byte[] {-1, -1, -1, -1}), 67);
        return ask(socket, question, everybody, transaction);
    }

    /** As firmware for UEFI does that has an address by now, and was offered none to boot from but that server. */
    private static String bootServer(DatagramSocket socket, byte[] question, int transaction) throws IOException {
        byte[] request = question.clone();
        System.arraycopy(ADDRESS, 0, request, 12, ADDRESS.length);
        request[MESSAGE_TYPE] = 3;
        return ask(socket, request, new InetSocketAddress("10.9.0.1", 4011), transaction);
    }

    private static String ask(DatagramSocket socket, byte[] question, InetSocketAddress server, int transaction)
            throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            socket.send(new DatagramPacket(question, question.length, server));
            try {
                var answer = new DatagramPacket(new byte[1500], 1500);
                do {
                    socket.receive(answer);
                } while (ByteBuffer.wrap(answer.getData()).getInt(4) != transaction);
                return read(ByteBuffer.wrap(answer.getData(), 0, answer.getLength()));
            } catch (SocketTimeoutException e) {
                // The server may not be there yet.
            }
        }
        return "nothing";
    }

    private static String read(ByteBuffer packet) {
        var options = new TreeMap<Integer, String>();
        packet.position(240);
        for (int code = packet.get() & 255; code != 255; code = packet.get() & 255) {
            if (code != 0) {
                var value = new byte[packet.get() & 255];
                packet.get(value);
                options.put(code, new String(value, ISO_8859_1));
            }
        }
        String file = options.getOrDefault(67, text(packet, 108, 128)).replace("\0", "");
        return "address=" + (packet.getInt(16) == 0 ? "none" : "some") + " file=" + file + " class="
                + options.getOrDefault(60, "") + " menu=" + (options.containsKey(43) ? "yes" : "no");
    }

    private static String text(ByteBuffer packet, int begin, int length) {
        var bytes = new byte[length];
        packet.get(begin, bytes);
        return new String(bytes, ISO_8859_1).trim();
    }
}
