package dev.agentpay.app.tls;

import dev.agentpay.app.support.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for 127.0.0.1 that the JDK's keytool makes.
public final class TestCertificate {
  private static final String PASSWORD = "changeit";

  private final KeyStore store;

  /// @param options of keytool, such as the algorithm
  TestCertificate(Path folder, String... options) throws Exception {
    final Path file = Files.createTempDirectory(folder, "keytool").resolve("store.p12");
    final List<String> command =
        new java.util.ArrayList<>(
            List.of(
                ChildProcess.javaHome().resolve("bin/keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD));
    command.addAll(List.of(options));
    final Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException("keytool failed: " + command);
    }
    store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
  }

  public static TestCertificate valid(Path folder) throws Exception {
    return new TestCertificate(folder, "-keyalg", "EC", "-validity", "30");
  }

  /// Writes both files, the key first.
  public CertificateFiles writeTo(Path folder) throws IOException, GeneralSecurityException {
    final Key key = store.getKey("server", PASSWORD.toCharArray());
    return new CertificateFiles(
        pem(
            folder.resolve("certificate.pem"),
            "CERTIFICATE",
            store.getCertificate("server").getEncoded()),
        pem(folder.resolve("key.pem"), "PRIVATE KEY", key.getEncoded()));
  }

  private static Path pem(Path file, String kind, byte[] content) throws IOException {
    final String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        file,
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, text),
        StandardCharsets.US_ASCII);
  }

  /// Returns the TLS of a client that trusts only this certificate.
  SSLContext trusting() throws IOException, GeneralSecurityException {
    final KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.getCertificate("server"));
    final TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    final SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
