package dev.agentpay.twilio.rest;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// A TLS server with an untrusted certificate. It is created with keytool, the only way in the JDK.
final class SelfSigned implements AutoCloseable {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final SSLServerSocket socket;

  SelfSigned() throws IOException, GeneralSecurityException, InterruptedException {
    final Path folder = Files.createTempDirectory("self-signed");
    final Path store = folder.resolve("store.p12");
    final int made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD),
                "-alias",
                "self",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    if (made != 0) {
      throw new IllegalStateException("keytool ended with " + made);
    }
    final KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    try (InputStream in = Files.newInputStream(store)) {
      final KeyStore keyStore = KeyStore.getInstance("PKCS12");
      keyStore.load(in, PASSWORD);
      keys.init(keyStore, PASSWORD);
    } finally {
      Files.delete(store);
      Files.delete(folder);
    }
    final SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    socket =
        (SSLServerSocket)
            tls.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        connection.getInputStream().read();
      } catch (IOException e) {
        // refused, or closed
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
