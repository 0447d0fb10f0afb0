package io.plasmd.provider.server.tls;

import io.plasmd.provider.server.log.FailureText;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the files of {@code provider.http.tls} hold.
 *
 * @param chain the certificate of the server, and those that lead from it to an authority
 * @param clientAuthorities empty where clients show no certificates
 */
record TlsIdentity(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> clientAuthorities) {
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");

    static TlsIdentity load(TlsSettings settings) throws PemException {
        List<X509Certificate> all = certificates(settings.certificate());
        PrivateKey key = PemKey.read(settings.key());
        List<X509Certificate> chain = CertificateChain.of(own(all, key, settings), all, settings.certificate());
        List<X509Certificate> authorities = settings.clientAuthorities().isPresent()
                ? certificates(settings.clientAuthorities().get())
                : List.of();
        return new TlsIdentity(chain, key, authorities);
    }

    private static X509Certificate own(List<X509Certificate> all, PrivateKey key, TlsSettings settings)
            throws PemException {
        return all.stream()
                .filter(certificate -> belongTogether(key, certificate.getPublicKey()))
                .findFirst()
                .orElseThrow(() -> new PemException(
                        settings.key(),
                        "it is not the key of " + (all.size() == 1 ? "the certificate " : "any certificate in ")
                                + settings.certificate() + " ("
                                + all.stream().map(TlsIdentity::subject).collect(Collectors.joining("; ")) + ")."));
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    Instant notAfter() {
        return certificate().getNotAfter().toInstant();
    }

    void requireValid(PemFile file, Instant now) throws PemException {
        try {
            certificate().checkValidity(Date.from(now));
        } catch (CertificateExpiredException e) {
            throw new PemException(file, "the certificate has expired at " + notAfter());
        } catch (CertificateNotYetValidException e) {
            throw new PemException(
                    file,
                    "the certificate is valid only from "
                            + certificate().getNotBefore().toInstant());
        }
    }

    static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static List<X509Certificate> certificates(PemFile file) throws PemException {
        Matcher block = CERTIFICATE.matcher(file.read());
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (block.find()) {
                byte[] pem = block.group().getBytes(StandardCharsets.US_ASCII);
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(pem)));
            }
        } catch (CertificateException e) {
            throw new PemException(
                    file, "certificate " + (certificates.size() + 1) + " in it is damaged: " + FailureText.of(e));
        }
        if (certificates.isEmpty()) {
            throw new PemException(
                    file, "there is no certificate in it; expected PEM that begins with -----BEGIN CERTIFICATE-----");
        }
        return List.copyOf(certificates);
    }

    /** What one half signs the other has to recognize: this holds for every algorithm. */
    private static boolean belongTogether(PrivateKey key, PublicKey publicKey) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] sample = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
