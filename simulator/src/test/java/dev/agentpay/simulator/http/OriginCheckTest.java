package dev.agentpay.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.simulator.Simulator;
import dev.agentpay.simulator.options.SimulatorOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that pages of other origins cannot use the control API.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OriginCheckTest {
  private final Simulator simulator = Simulator.start(SimulatorOptions.demo().withPort(0));

  @AfterAll
  void close() {
    simulator.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8080",
        "http://localhost:5173",
        "http://localhost",
        "http://[::1]:8080"
      })
  void allows_pages_of_this_machine(String origin) {
    assertThat(answer("GET", "/simulator/calls", "Host: localhost", "Origin: " + origin))
        .startsWith("HTTP/1.1 200")
        .contains("Access-Control-Allow-Origin: " + origin + "\r\n");
    assertThat(
            answer(
                "OPTIONS",
                "/simulator/faults",
                "Host: localhost",
                "Origin: " + origin,
                "Access-Control-Request-Method: PUT"))
        .startsWith("HTTP/1.1 204")
        .contains("Access-Control-Allow-Methods: GET, POST, PUT, DELETE\r\n")
        .contains("Access-Control-Allow-Origin: " + origin + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "null",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example:8080",
        "http://evil.example/http://localhost",
        "http://127.0.0.2",
        "file://"
      })
  void refuses_pages_of_other_origins(String origin) {
    for (String request :
        new String[] {
          "POST /simulator/reset",
          "GET /simulator/events",
          "GET /simulator/softphones/alice/events",
          "OPTIONS /simulator/calls",
          "POST /simulator/calls/CA1/answer"
        }) {
      final String[] words = request.split(" ", -1);
      assertThat(answer(words[0], words[1], "Host: localhost", "Origin: " + origin))
          .as("%s", request)
          .startsWith("HTTP/1.1 403")
          .contains("foreign-origin")
          .doesNotContain("Access-Control-Allow-Origin");
    }
  }

  @Test
  void refuses_a_foreign_host_name() {
    assertThat(answer("GET", "/simulator/journal", "Host: evil.example:8089"))
        .startsWith("HTTP/1.1 403")
        .contains("foreign-host");
    assertThat(answer("GET", "/simulator/journal", "Host: 127.0.0.1:8089"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void a_simulator_on_the_network_accepts_any_host_name() {
    try (Simulator open =
        Simulator.start(SimulatorOptions.demo().withHost("0.0.0.0").withPort(0))) {
      assertThat(
              answer(open.baseUri().getPort(), "GET", "/simulator/journal", "Host: simulator:8089"))
          .startsWith("HTTP/1.1 200");
    }
  }

  private String answer(String method, String path, String... headers) {
    return answer(simulator.baseUri().getPort(), method, path, headers);
  }

  /// Uses a socket, because Java's HTTP client does not allow these headers.
  private static String answer(int port, String method, String path, String... headers) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      final String request =
          method
              + " "
              + path
              + " HTTP/1.1\r\n"
              + String.join("\r\n", headers)
              + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      final BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return String.join("\r\n", reader.lines().toList()) + "\r\n";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
