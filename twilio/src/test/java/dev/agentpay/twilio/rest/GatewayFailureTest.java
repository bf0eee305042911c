package dev.agentpay.twilio.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.payments.TwilioGateway.Envelope;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import dev.agentpay.twilio.Options;
import dev.agentpay.twilio.TwilioOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every kind of failure and its meaning: carried out, not carried out, or unknown. The tests use
/// `complete`, where a wrong conclusion would cost money.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GatewayFailureTest {
  private static final Envelope ENVELOPE =
      new Envelope(
          new SessionId("ps_abcdefghijklmnopqrstuvwxyz"),
          20,
          new CallSid("CA" + "c".repeat(32)),
          Optional.of(new PaymentSid("PK" + "d".repeat(32))));

  @ParameterizedTest
  @CsvSource({
    "400, 64021, invalid operation",
    "400, 64019, not all captured",
    "401, 20003, Authenticate",
    "404, 20404, not found",
    "409, 20409, conflict"
  })
  void a_4xx_is_a_refusal_with_its_code(int status, int code, String message) throws IOException {
    final String body =
        "{\"code\":%d,\"message\":\"%s\",\"more_info\":\"https://x/%d\",\"status\":%d}"
            .formatted(code, message, code, status);

    assertThat(answerTo(RawServer.answers(status, body)))
        .isEqualTo(new Answer.Refused(status, code, message));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>no</html>", "{", "null", "[]", "{\"code\":\"many\"}"})
  void a_4xx_without_json_is_a_refusal_without_code(String body) throws IOException {
    assertThat(answerTo(RawServer.answers(404, body)))
        .isEqualTo(new Answer.Refused(404, 0, "no reason given"));
  }

  @Test
  void ignores_unknown_fields_in_an_error() throws IOException {
    assertThat(
            answerTo(
                RawServer.answers(400, "{\"code\":64003,\"message\":\"m\",\"novelty\":{\"a\":1}}")))
        .isEqualTo(new Answer.Refused(400, 64003, "m"));
  }

  static Stream<Arguments> pauses() {
    final String date = "Date: Wed, 18 Dec 2019 20:02:01 GMT";
    return Stream.of(
        Arguments.of(List.of(), Optional.empty()),
        Arguments.of(List.of("Retry-After: 3"), Optional.of(Duration.ofSeconds(3))),
        Arguments.of(List.of("Retry-After: 0"), Optional.of(Duration.ZERO)),
        Arguments.of(List.of("Retry-After: 999999"), Optional.of(HttpAnswers.MAX_PAUSE)),
        Arguments.of(List.of("Retry-After: soon"), Optional.empty()),
        Arguments.of(List.of("Retry-After: -3"), Optional.empty()),
        Arguments.of(
            List.of(date, "Retry-After: Wed, 18 Dec 2019 20:02:11 GMT"),
            Optional.of(Duration.ofSeconds(10))),
        Arguments.of(List.of(date, "Retry-After: Wed, 18 Dec 2019 20:01:11 GMT"), Optional.empty()),
        Arguments.of(List.of("Retry-After: Wed, 18 Dec 2019 20:02:11 GMT"), Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("pauses")
  void reads_the_pause_of_a_429(List<String> headers, Optional<Duration> pause) throws IOException {
    assertThat(answerTo(RawServer.answers(429, "{}", headers.toArray(String[]::new))))
        .isEqualTo(new Answer.RateLimited(pause));
  }

  @Test
  void recognizes_twilios_own_code_for_too_many_requests() throws IOException {
    assertThat(answerTo(RawServer.answers(400, "{\"code\":20429,\"message\":\"slow down\"}")))
        .isEqualTo(new Answer.RateLimited(Optional.empty()));
  }

  static Stream<Arguments> doubts() {
    return Stream.of(
        Arguments.of("500", RawServer.answers(500, "{\"code\":20500,\"message\":\"oops\"}")),
        Arguments.of("503", RawServer.answers(503, "")),
        Arguments.of("408", RawServer.answers(408, "")),
        Arguments.of("a redirect", RawServer.answers(302, "", "Location: /elsewhere")),
        Arguments.of("closed after the request", RawServer.closes()),
        Arguments.of("reset after the request", RawServer.resets()),
        Arguments.of("garbage instead of HTTP", RawServer.writes("hello\r\n\r\n")),
        Arguments.of(
            "cut short", RawServer.writes("HTTP/1.1 202 X\r\nContent-Length: 99\r\n\r\n{\"sid")),
        Arguments.of("a 202 with garbage", RawServer.answers(202, "<html>thanks</html>")),
        Arguments.of("a 202 with nothing", RawServer.answers(202, "")),
        Arguments.of("a 202 with null", RawServer.answers(202, "null")),
        Arguments.of("a 202 without a sid", RawServer.answers(202, "{}")),
        Arguments.of("a 202 with another sid", RawServer.answers(202, "{\"sid\":\"CA1\"}")),
        Arguments.of(
            "a 202 that is too long",
            RawServer.answers(
                202,
                "{\"sid\":\"%s\"%s}"
                    .formatted(RawServer.PAYMENT, " ".repeat(JdkHttpClient.MAX_ANSWER)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("doubts")
  void an_unusable_answer_is_in_doubt_and_not_retried(String what, RawServer.Reaction reaction)
      throws IOException {
    try (RawServer twilio = new RawServer(reaction);
        TwilioConnection connection = TwilioConnection.open(Options.at(twilio.uri()))) {
      assertThat(complete(connection)).as(what).isInstanceOf(Answer.NoAnswer.class);
      assertThat(twilio.received()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 202 X\r\nContent-Length: 99\r\n\r\n{"})
  void a_hanging_answer_is_in_doubt(String sent) throws IOException {
    try (RawServer twilio = new RawServer(RawServer.opened());
        TwilioConnection connection = TwilioConnection.open(Options.impatient(twilio.uri()))) {
      twilio.nowReacts(twilio.hangsAfter(sent));

      assertThat(complete(connection))
          .isEqualTo(new Answer.NoAnswer("Twilio did not answer: no answer within 600 ms"));
    }
  }

  @Test
  void a_connection_closed_during_a_request_is_in_doubt() throws IOException {
    try (RawServer twilio = new RawServer(RawServer.opened(), RawServer.closes());
        TwilioConnection connection = TwilioConnection.open(Options.at(twilio.uri()))) {
      assertThat(complete(connection)).isInstanceOf(Answer.Accepted.class);
      assertThat(complete(connection)).isInstanceOf(Answer.NoAnswer.class);
      assertThat(twilio.received()).hasSize(2);
      assertThat(twilio.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_refused_connection_means_not_sent() throws IOException {
    final int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertNotSent("http://localhost:" + port);
  }

  @Test
  void a_connect_timeout_means_not_sent() throws IOException {
    final List<Socket> queued = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      fill(full, queued);
      assertNotSent("http://127.0.0.1:" + full.getLocalPort());
    } finally {
      for (Socket socket : queued) {
        socket.close();
      }
    }
  }

  @Test
  void a_hanging_tls_handshake_means_not_sent() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertNotSent("https://localhost:" + silent.getLocalPort());
    }
  }

  @Test
  void an_unknown_host_means_not_sent() {
    assertNotSent("http://twilio.invalid");
  }

  @Test
  void an_untrusted_certificate_means_not_sent() throws Exception {
    try (SelfSigned server = new SelfSigned()) {
      assertNotSent(Options.at("https://localhost:" + server.port()));
    }
  }

  @Test
  void requests_above_the_limit_are_not_sent() throws Exception {
    final CountDownLatch arrived = new CountDownLatch(JdkHttpClient.MAX_CONCURRENT);
    final CountDownLatch release = new CountDownLatch(1);
    final RawServer.Reaction holds =
        connection -> {
          arrived.countDown();
          release.await();
          return RawServer.opened().to(connection);
        };
    try (RawServer twilio = new RawServer(holds);
        TwilioConnection connection = TwilioConnection.open(Options.at(twilio.uri()))) {
      final List<CompletableFuture<Answer>> held = new ArrayList<>();
      for (int i = 0; i < JdkHttpClient.MAX_CONCURRENT; i++) {
        final CompletableFuture<Answer> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> answer.complete(complete(connection)));
        held.add(answer);
      }
      assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

      assertThat(complete(connection))
          .isEqualTo(new Answer.NotSent("64 requests to Twilio are already in progress"));

      release.countDown();
      assertThat(held)
          .allSatisfy(
              a -> assertThat(a.get(20, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class));
      assertThat(complete(connection)).isInstanceOf(Answer.Accepted.class);
    }
  }

  /// Fills the accept queue, so that the system drops further connections.
  private static void fill(ServerSocket server, List<Socket> queued) throws IOException {
    while (true) {
      final Socket socket = new Socket();
      queued.add(socket);
      try {
        socket.connect(server.getLocalSocketAddress(), 200);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
  }

  private static void assertNotSent(String uri) {
    assertNotSent(Options.impatient(uri));
  }

  private static void assertNotSent(TwilioOptions options) {
    try (TwilioConnection connection = TwilioConnection.open(options)) {
      assertThat(complete(connection)).isInstanceOf(Answer.NotSent.class);
    }
  }

  private static Answer answerTo(RawServer.Reaction reaction) throws IOException {
    try (RawServer twilio = new RawServer(reaction);
        TwilioConnection connection = TwilioConnection.open(Options.at(twilio.uri()))) {
      return complete(connection);
    }
  }

  private static Answer complete(TwilioConnection connection) {
    return connection.gateway(_ -> true).send(ENVELOPE, new Instruction.Complete());
  }
}
