package io.plasmd.provider.distribution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;

/** Many clients over HTTPS, each of which begins a record of TLS that it does not end. */
final class SecureCrowd implements AutoCloseable {
    /** Of application data, 16 KiB long. */
    private static final byte[] BEGIN_OF_RECORD = {0x17, 3, 3, 0x40, 0, 1, 2, 3};

    private static final int ADDRESSES = 200;

    private final SSLSocketFactory sockets;
    private final int port;

    /** Those below TLS. */
    private final Deque<Socket> clients = new ArrayDeque<>();

    SecureCrowd(io.plasmd.provider.distribution.Certificates certificates, int port) throws IOException {
        sockets = new HandshakeCertificates.Builder()
                .addTrustedCertificate(Certificates.decodeCertificatePem(Files.readString(certificates.authority())))
                .build()
                .sslSocketFactory();
        this.port = port;
    }

    /** More clients, each of which sends the begin of a request; the server may have turned it away by then. */
    void join(int number, String request) throws IOException {
        byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < number; i++) {
            var plain = new Socket();
            clients.add(plain);
            plain.bind(new InetSocketAddress(
                    InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (1 + i % ADDRESSES)}), 0));
            plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            var secure = (SSLSocket) sockets.createSocket(plain, "127.0.0.1", port, true);
            secure.startHandshake();
            secure.getOutputStream().write(bytes);
            secure.getOutputStream().flush();
            beginRecord(plain);
        }
    }

    private static void beginRecord(Socket client) {
        try {
            client.getOutputStream().write(BEGIN_OF_RECORD);
        } catch (IOException e) {
            // It has been refused, and closed.
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
    }
}
