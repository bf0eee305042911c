package dev.agentpay.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.simulator.Simulator;
import dev.agentpay.simulator.options.SimulatorOptions;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedBodyTest {
  @ParameterizedTest
  @ValueSource(strings = {"/simulator/calls", "/2010-04-01/Accounts/AC1/Calls.json"})
  void a_malformed_body_is_a_bad_request(String path) throws IOException {
    try (Simulator simulator = Simulator.start(SimulatorOptions.demo().withPort(0));
        Socket socket = new Socket(simulator.baseUri().getHost(), simulator.baseUri().getPort())) {
      socket.setSoTimeout(20_000);
      final String request =
          """
          POST %s HTTP/1.1
          Host: 127.0.0.1
          Content-Type: application/json
          Transfer-Encoding: chunked

          nonsense
          """
              .formatted(path)
              .replace("\n", "\r\n");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

      assertThat(socket.getInputStream().readNBytes(12))
          .asString(StandardCharsets.US_ASCII)
          .isEqualTo("HTTP/1.1 400");
    }
  }
}
