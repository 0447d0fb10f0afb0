package io.plasmd.provider.server.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The certificates of a file in the order of RFC 5246, section 7.4.2: first that of the server, then each that certifies
 * the one before. In files they stand in any order, some twice, with the root or without.
 */
final class CertificateChain {
    private CertificateChain() {}

    /**
     * Sorts.
     *
     * @param own the certificate of the server, one of them
     * @param file where they are from
     */
    static List<X509Certificate> of(X509Certificate own, List<X509Certificate> all, PemFile file) throws PemException {
        Set<X509Certificate> others = new LinkedHashSet<>(all);
        others.remove(own);
        List<X509Certificate> chain = new ArrayList<>(List.of(own));
        for (Optional<X509Certificate> issuer = issuer(own, others);
                issuer.isPresent();
                issuer = issuer(chain.getLast(), others)) {
            chain.add(issuer.get());
            others.remove(issuer.get());
        }
        for (X509Certificate other : others) {
            if (!isRelated(other, chain)) {
                throw new PemException(
                        file,
                        "the certificate of " + subject(other) + " in it has nothing to do with " + subject(own)
                                + ", whose chain ends with one that "
                                + chain.getLast().getIssuerX500Principal().getName()
                                + " has issued. Put the certificate of that issuer in its place.");
            }
        }
        return List.copyOf(chain);
    }

    private static Optional<X509Certificate> issuer(X509Certificate certificate, Set<X509Certificate> candidates) {
        return candidates.stream()
                .filter(candidate -> hasIssued(candidate, certificate))
                .findFirst();
    }

    /** Another one of the same authority, or of the same server: an earlier certificate, or a second way to a root. */
    private static boolean isRelated(X509Certificate other, List<X509Certificate> chain) {
        return chain.stream()
                .anyMatch(one -> hasIssued(other, one)
                        || hasIssued(one, other)
                        || one.getPublicKey().equals(other.getPublicKey()));
    }

    private static boolean hasIssued(X509Certificate issuer, X509Certificate certificate) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String subject(X509Certificate certificate) {
        return TlsIdentity.subject(certificate);
    }
}
