package dev.agentpay.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class SlowHeadsTest {
  @Test
  void closes_a_connection_whose_request_head_takes_too_long() throws Exception {
    final Server server = new Server();
    final ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.addBean(new SlowHeads(connector, Duration.ofMillis(200)));
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
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        Socket idle = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
      final byte[] request =
          "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      idle.setSoTimeout(20_000);
      idle.getOutputStream().write(request);
      assertThat(idle.getInputStream().read(new byte[2_000])).isPositive();
      slow.setSoTimeout(20_000);
      slow.getOutputStream().write("GET / HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII));

      assertThat(slow.getInputStream().read()).isEqualTo(-1);

      idle.getOutputStream().write(request);
      assertThat(idle.getInputStream().readNBytes(12))
          .asString(StandardCharsets.US_ASCII)
          .isEqualTo("HTTP/1.1 200");
    } finally {
      server.stop();
    }
  }
}
