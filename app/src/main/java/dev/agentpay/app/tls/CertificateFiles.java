package dev.agentpay.app.tls;

import dev.agentpay.app.tls.InvalidCertificateException.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files of a certificate and its key, as certificate authorities and their clients write them.
///
/// @param certificate PEM: the server's certificate first, then those of its issuers
/// @param key PEM: the private key in PKCS #8, not encrypted
public record CertificateFiles(Path certificate, Path key) {
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

  /// Reads and checks both files.
  ///
  /// @param now the certificate must be valid then
  /// @throws InvalidCertificateException if a file is missing, is not of this form, or does not
  ///   belong to the other
  public Certificate read(Instant now) throws InvalidCertificateException {
    final List<X509Certificate> chain = chain();
    final X509Certificate own = chain.getFirst();
    if (now.isAfter(own.getNotAfter().toInstant())) {
      throw new InvalidCertificateException(
          Part.CERTIFICATE, "has expired at %s: renew it".formatted(own.getNotAfter().toInstant()));
    }
    if (now.isBefore(own.getNotBefore().toInstant())) {
      throw new InvalidCertificateException(
          Part.CERTIFICATE,
          "is not valid before %s: check the clock of this machine"
              .formatted(own.getNotBefore().toInstant()));
    }
    return new Certificate(chain, key(own.getPublicKey()));
  }

  private List<X509Certificate> chain() throws InvalidCertificateException {
    try {
      final List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes(Part.CERTIFICATE, certificate)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!chain.isEmpty()) {
        return chain;
      }
    } catch (CertificateException e) {
      // The same as a file without a certificate.
    }
    throw new InvalidCertificateException(
        Part.CERTIFICATE,
        "must be a PEM file that begins with the server's certificate; got " + certificate);
  }

  private PrivateKey key(PublicKey certified) throws InvalidCertificateException {
    final String text = new String(bytes(Part.KEY, key), StandardCharsets.ISO_8859_1);
    final Matcher pem = PKCS8.matcher(text);
    if (!pem.find()) {
      throw new InvalidCertificateException(
          Part.KEY,
          "must be a PEM file with BEGIN PRIVATE KEY: convert %s with openssl pkcs8 -topk8 -nocrypt"
              .formatted(key));
    }
    try {
      final PrivateKey found =
          KeyFactory.getInstance(certified.getAlgorithm())
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1))));
      if (belongs(found, certified)) {
        return found;
      }
    } catch (InvalidKeySpecException | IllegalArgumentException e) {
      // A key of another algorithm, or damaged: it does not belong to the certificate either.
    } catch (GeneralSecurityException e) {
      throw new InvalidCertificateException(
          Part.CERTIFICATE, "has a key of an unknown kind: " + certified.getAlgorithm());
    }
    throw new InvalidCertificateException(
        Part.KEY, "does not belong to the certificate: %s, %s".formatted(key, certificate));
  }

  private static boolean belongs(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    final String algorithm =
        switch (certified.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> certified.getAlgorithm();
        };
    final byte[] text = "AgentPay".getBytes(StandardCharsets.US_ASCII);
    final Signature signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(text);
    final byte[] signed = signer.sign();
    final Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(certified);
    verifier.update(text);
    return verifier.verify(signed);
  }

  private static byte[] bytes(Part part, Path file) throws InvalidCertificateException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InvalidCertificateException(
          part,
          Files.exists(file)
              ? "cannot be read by this user: " + file
              : "must be an existing file; got " + file);
    }
  }
}
