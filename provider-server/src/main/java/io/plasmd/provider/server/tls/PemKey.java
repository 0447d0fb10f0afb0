package io.plasmd.provider.server.tls;

import io.plasmd.provider.server.log.FailureText;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a private key in any of the forms that openssl, certbot and others write. */
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----([^-]*)-----END \\1PRIVATE KEY-----");

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private PemKey() {}

    static PrivateKey read(PemFile file) throws PemException {
        Matcher block = BLOCK.matcher(file.read());
        if (!block.find()) {
            throw new PemException(
                    file, "there is no private key in it; expected PEM that begins with -----BEGIN PRIVATE KEY-----");
        }
        String form = block.group(1).strip();
        String body = block.group(2);
        if (form.equals("ENCRYPTED") || body.contains("Proc-Type")) {
            throw new PemException(
                    file, "the private key is encrypted; to decrypt it: openssl pkey -in " + file + " -out NEW-FILE");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(body);
            byte[] pkcs8 = switch (form) {
                case "" -> der;
                case "RSA" -> Pkcs8.ofRsa(der);
                case "EC" -> Pkcs8.ofEc(der);
                default -> throw new PemException(file, "unknown kind of private key: " + form);
            };
            return decode(pkcs8);
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new PemException(file, "the private key in it is damaged: " + FailureText.of(e));
        }
    }

    private static PrivateKey decode(byte[] pkcs8) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                // of another algorithm
            }
        }
        throw new InvalidKeySpecException("it is no key for " + String.join(", ", ALGORITHMS));
    }
}
