package dev.agentpay.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.connector.spi.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Twilio treats any response as final, so the connector must not send a single byte while the
/// outcome is unknown.
class HeldRequestsTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  private final ScriptedProcessor gateway = new ScriptedProcessor();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  private World world(Duration holdFor) {
    return World.with(options -> options.withProcessor(gateway).withHoldFor(holdFor));
  }

  /// Returns everything that the connector sends until it closes the connection.
  private static String raw(World world, String body) {
    final URI at = world.at("/connector");
    try (Socket socket = new Socket(at.getHost(), at.getPort())) {
      final String head =
          "POST /connector HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(World.basic(World.TWILIO), body.length());
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (ConnectException notListening) {
      throw new UncheckedIOException("The connector does not listen", notListening);
    } catch (SocketException reset) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void answers_a_known_outcome_at_once() {
    try (World world = world(SHORT)) {
      assertThat(raw(world, TwilioJson.charge().toString())).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void sends_nothing_when_the_processor_is_too_slow() {
    final CountDownLatch gate = gateway.closeGate();
    try (World world = world(SHORT)) {
      final long begun = System.nanoTime();
      assertThat(raw(world, TwilioJson.charge().toString())).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(SHORT);
      gate.countDown();
    }
  }

  @Test
  void sends_nothing_for_an_unclear_or_failed_charge() {
    gateway.chargeOutcome = _ -> new Outcome.Unclear("the line broke");
    try (World world = world(SHORT)) {
      assertThat(raw(world, TwilioJson.charge().toString())).isEmpty();
    }
    gateway.chargeOutcome =
        _ -> {
          throw new AssertionError("boom");
        };
    try (World world = world(SHORT)) {
      assertThat(raw(world, TwilioJson.charge().toString())).isEmpty();
    }
  }

  @Test
  void answers_both_request_and_waiting_repeat() throws Exception {
    final CountDownLatch gate = gateway.closeGate();
    try (World world = world(Duration.ofSeconds(20))) {
      final String charge = TwilioJson.charge().toString();
      final Future<World.Reply> first =
          threads.submit(() -> world.twilioPosts("/connector", charge));
      assertThat(gateway.called.await(20, TimeUnit.SECONDS)).isTrue();
      final Future<World.Reply> repeat =
          threads.submit(() -> world.twilioPosts("/connector", charge));
      gate.countDown();
      assertThat(first.get().text("charge_id")).startsWith("ch_");
      assertThat(repeat.get().body()).isEqualTo(first.get().body());
    }
  }

  @Test
  void keeps_a_charge_made_while_stopping() throws Exception {
    final CountDownLatch gate = gateway.closeGate();
    gateway.chargeOutcome = order -> new Outcome.Charged("ch_once", Map.of());
    try (World world = world(Duration.ofSeconds(60))) {
      final String charge = TwilioJson.charge().toString();
      final Future<String> held = threads.submit(() -> raw(world, charge));
      assertThat(gateway.called.await(20, TimeUnit.SECONDS)).isTrue();
      final Future<?> restarted = threads.submit(world::restart);
      assertThat(held.get(20, TimeUnit.SECONDS)).isEmpty();
      gate.countDown();
      restarted.get(20, TimeUnit.SECONDS);
      assertThat(world.twilioPosts("/connector", charge).text("charge_id")).isEqualTo("ch_once");
    }
  }
}
