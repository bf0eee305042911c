package dev.agentpay.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowHeadsTest {
  private static final Duration LIMIT = Duration.ofMillis(200);

  /// Long enough for the handshake of an honest client on a busy machine.
  private static final Duration TLS_LIMIT = Duration.ofSeconds(4);

  private static final int TIMEOUT_MILLIS = 20_000;
  private static final byte[] REQUEST = ascii("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

  /// A TLS record of a handshake whose first bytes are there and whose rest is not.
  private static final byte[] BEGUN_HANDSHAKE = {22, 3, 1, 1, 0, 1, 0};

  @TempDir private Path folder;
  private final Server server = new Server();

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void closes_a_connection_whose_request_head_takes_too_long() throws Exception {
    final int port = start(new ServerConnector(server), LIMIT);
    try (Socket slow = connect(port);
        Socket idle = connect(port)) {
      idle.getOutputStream().write(REQUEST);
      assertThat(idle.getInputStream().read(new byte[2_000])).isPositive();
      slow.getOutputStream().write(ascii("GET / HTTP/1.1\r\nHo"));

      assertThat(slow.getInputStream().read()).isEqualTo(-1);

      assertServes(idle);
    }
  }

  @Test
  void closes_a_connection_whose_tls_handshake_takes_too_long() throws Exception {
    final TestKeyStore store = TestKeyStore.create(folder);
    final int port = start(new ServerConnector(server, store.server()), TLS_LIMIT);
    try (Socket silent = connect(port);
        Socket slow = connect(port);
        Socket idle = store.client().getSocketFactory().createSocket("127.0.0.1", port)) {
      idle.setSoTimeout(TIMEOUT_MILLIS);
      idle.getOutputStream().write(REQUEST);
      assertThat(idle.getInputStream().read(new byte[2_000])).isPositive();
      slow.getOutputStream().write(BEGUN_HANDSHAKE);

      assertThat(slow.getInputStream().read()).isEqualTo(-1);
      assertThat(silent.getInputStream().read()).isEqualTo(-1);

      assertServes(idle);
    }
  }

  private int start(ServerConnector connector, Duration limit) throws Exception {
    connector.setHost("127.0.0.1");
    connector.addBean(new SlowHeads(connector, limit));
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            callback.succeeded();
            return true;
          }
        });
    server.start();
    return connector.getLocalPort();
  }

  private static Socket connect(int port) throws IOException {
    final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static void assertServes(Socket socket) throws IOException {
    socket.getOutputStream().write(REQUEST);
    assertThat(socket.getInputStream().readNBytes(12))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("HTTP/1.1 200");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
