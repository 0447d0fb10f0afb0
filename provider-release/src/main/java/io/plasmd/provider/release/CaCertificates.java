package io.plasmd.provider.release;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Certificates of authorities to be believed in place of those that the Java runtime trusts. */
public final class CaCertificates {
    private static final int LARGEST_BYTES = 4 * 1024 * 1024;

    private CaCertificates() {}

    /**
     * For {@link TransferSettings#withTls}.
     *
     * @param pem one certificate or more, each between {@code BEGIN CERTIFICATE} and {@code END CERTIFICATE}
     */
    public static SSLContext trusting(Path pem) throws ReleaseException {
        return context(Optional.of(pem));
    }

    /**
     * The same, and certificates of the client's own.
     *
     * @param pem as above; empty for those that the Java runtime trusts
     * @param identity what the client shows to a server that asks for it
     */
    public static SSLContext context(Optional<Path> pem, KeyManager... identity) throws ReleaseException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity, pem.isPresent() ? trust(pem.get()) : null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new ReleaseException("TLS cannot be used: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trust(Path pem) throws ReleaseException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : read(pem)) {
                store.setCertificateEntry("ca" + number, certificate);
                number++;
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust.getTrustManagers();
        } catch (IOException e) {
            throw unusable(pem, Pem.reason(e), e);
        } catch (CertificateException e) {
            throw unusable(pem, "what is in it is no certificate", e);
        } catch (GeneralSecurityException e) {
            throw unusable(pem, String.valueOf(e.getMessage()), e);
        }
    }

    private static Collection<? extends Certificate> read(Path pem) throws IOException, CertificateException {
        if (Files.size(pem) > LARGEST_BYTES) {
            throw new IOException("it is too large for certificates");
        }
        byte[] content = Files.readAllBytes(pem);
        Collection<? extends Certificate> certificates =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content));
        if (certificates.isEmpty()) {
            throw new IOException("there is no certificate in it");
        }
        return certificates;
    }

    private static ReleaseException unusable(Path pem, String why, Exception e) {
        return new ReleaseException(
                "cannot read certificates from " + pem + ": " + why
                        + "; expected a PEM file with -----BEGIN CERTIFICATE-----",
                e);
    }
}
