package dev.agentpay.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.client.model.Outcome;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.Timeouts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final PayServer SERVER = PayClient.connect(URI.create("http://localhost:1"));

  @Test
  void toString_and_stack_traces_omit_the_token() throws IOException {
    try (FakeServer fake = new FakeServer()) {
      assertThat(fake.alice().toString()).contains("***").doesNotContain(FakeServer.TOKEN);
      fake.faults.add(FakeServer.problem(401, "unauthorized"));
      try {
        fake.alice().calls();
      } catch (PayException e) {
        final StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).contains("unauthorized").doesNotContain(FakeServer.TOKEN);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a token", "töken", "token\r\nX-Evil: 1", "token\n"})
  void rejects_an_invalid_token_without_quoting_it(String token) {
    assertThatThrownBy(() -> SERVER.withToken(token))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a token may contain only letters, digits and ._~+/=-")
        .hasNoCause();
  }

  @Test
  void outcome_masks_its_token() {
    final Outcome outcome =
        new Outcome(
            Optional.of("ch_1"),
            Optional.of("tok_secret"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(outcome.toString()).contains("ch_1", "***").doesNotContain("tok_secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/b", "a?b", "ps_1/submit", "ps%2F1", "ps 1"})
  void rejects_ids_that_would_change_the_path(String id) {
    final PayClient client = SERVER.withToken("t");
    assertThatThrownBy(() -> client.paySession(id)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> client.claim(id)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://pay.example.com",
        "pay.example.com",
        "http:///x",
        "http://a:b@pay.example.com",
        "http://pay.example.com?x=1",
        "http://pay.example.com#x"
      })
  void rejects_an_invalid_base_uri(String base) {
    assertThatThrownBy(() -> PayClient.connect(URI.create(base)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "42,50", "1e3", "-1", "$5", "1.", ".5"})
  void rejects_an_amount_that_is_not_decimal(String amount) {
    assertThatThrownBy(() -> StartPayment.on("CA1").charge(amount, "USD"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StartPayment.on("CA1").tip(amount))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "é", "a\nb"})
  void rejects_an_invalid_idempotency_key(String key) {
    assertThatThrownBy(() -> StartPayment.on("CA1").idempotencyKey(key))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StartPayment.on("CA1").idempotencyKey("x".repeat(129)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rejects_a_zero_timeout() {
    assertThatThrownBy(
            () -> new Timeouts(Timeouts.CONNECT, Duration.ZERO, Timeouts.TOTAL, Timeouts.IDLE))
        .hasMessage("the timeout 'request' must be more than 0, but is PT0S");
  }
}
