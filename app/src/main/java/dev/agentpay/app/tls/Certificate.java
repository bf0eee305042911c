package dev.agentpay.app.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A checked certificate, the certificates of its issuers, and its key.
public final class Certificate {
  /// The key store is only in memory.
  static final String NO_PASSWORD = "";

  private final List<X509Certificate> chain;
  private final PrivateKey key;

  Certificate(List<X509Certificate> chain, PrivateKey key) {
    this.chain = List.copyOf(chain);
    this.key = key;
  }

  public Instant expiresAt() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  /// Returns TLS for a server with this certificate.
  public SSLContext context() {
    try {
      final KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keyStore(), NO_PASSWORD.toCharArray());
      final SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the certificate was checked", e);
    }
  }

  KeyStore keyStore() {
    try {
      final KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", key, NO_PASSWORD.toCharArray(), chain.toArray(X509Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK has PKCS12 key stores in memory", e);
    }
  }
}
