package dev.agentpay.connector;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// A key store with a certificate for 127.0.0.1 that the JDK's keytool makes.
///
/// @param file its file, in PKCS #12
record TestKeyStore(Path file) {
  private static final String PASSWORD = "only-for-this-test";

  static TestKeyStore create(Path folder) throws IOException, InterruptedException {
    final TestKeyStore store = new TestKeyStore(folder.resolve("tls.p12"));
    final Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "connector",
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.file.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException("keytool ended with " + keytool.exitValue());
    }
    return store;
  }

  /// Returns the TLS of a server with this certificate.
  SslContextFactory.Server server() {
    final SslContextFactory.Server factory = new SslContextFactory.Server();
    factory.setKeyStorePath(file.toString());
    factory.setKeyStorePassword(PASSWORD);
    return factory;
  }

  /// Returns the TLS of a client that trusts only this certificate.
  SSLContext client() throws IOException, GeneralSecurityException {
    final KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    final KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("connector", store.getCertificate("connector"));
    final TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    final SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
