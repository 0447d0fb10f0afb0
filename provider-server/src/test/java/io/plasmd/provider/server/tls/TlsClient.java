package io.plasmd.provider.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A client that resumes its sessions, as the JDK's does, and notes when it was shown a certificate: then it did not. */
final class TlsClient {
    private final SSLContext context;
    private final String version;
    private final int port;
    private final List<String> shown = new ArrayList<>();

    /**
     * A client that believes every server.
     *
     * @param version of TLS
     * @param own at most one, with its key
     */
    TlsClient(int port, String version, HeldCertificate... own) throws GeneralSecurityException {
        this.port = port;
        this.version = version;
        context = SSLContext.getInstance("TLS");
        KeyManager[] keys = new KeyManager[own.length];
        for (int i = 0; i < own.length; i++) {
            keys[i] = new HandshakeCertificates.Builder()
                    .heldCertificate(own[i])
                    .build()
                    .keyManager();
        }
        context.init(keys, new TrustManager[] {new Noting()}, null);
    }

    /** The subjects of the servers' certificates, one for each handshake that resumed nothing. */
    List<String> shown() {
        return List.copyOf(shown);
    }

    /** The status of an answer on a connection of its own. */
    int ask() throws IOException {
        try (Connection connection = new Connection()) {
            return connection.ask();
        }
    }

    Connection connect() throws IOException {
        return new Connection();
    }

    final class Connection implements AutoCloseable {
        private final SSLSocket socket;

        private Connection() throws IOException {
            socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
            socket.setSoTimeout(20_000);
            socket.setEnabledProtocols(new String[] {version});
        }

        int ask() throws IOException {
            String request = "HEAD /nothing HTTP/1.1\r\nHost: x\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return Integer.parseInt(head().substring(9, 12));
        }

        private String head() throws IOException {
            var head = new StringBuilder();
            InputStream in = socket.getInputStream();
            while (head.indexOf("\r\n\r\n") < 0) {
                int c = in.read();
                if (c < 0) {
                    throw new IOException("the connection was closed without an answer");
                }
                head.append((char) c);
            }
            return head.toString();
        }

        /** Whether the server has closed it. */
        boolean isAtEnd() throws IOException {
            return socket.getInputStream().read() < 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private final class Noting extends X509ExtendedTrustManager {
        private void note(X509Certificate[] chain) {
            shown.add(chain[0].getSubjectX500Principal().getName());
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket on) {
            note(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine on) {
            note(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            note(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket on) throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine on) throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
