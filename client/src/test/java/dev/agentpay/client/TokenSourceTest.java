package dev.agentpay.client;

import static dev.agentpay.client.FakeServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentpay.client.model.ConnectionChange;
import dev.agentpay.client.model.ConnectionState;
import dev.agentpay.client.model.NoTokenException;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.ProblemType;
import dev.agentpay.client.model.Snapshot;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenSourceTest {
  private final FakeServer fake = new FakeServer();
  private final AtomicInteger asked = new AtomicInteger();

  TokenSourceTest() throws IOException {}

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void asks_the_source_once_and_again_when_the_token_is_refused() {
    try (PayClient client = client(() -> "token-" + asked.incrementAndGet())) {
      assertThat(asked).hasValue(0);
      client.calls();
      client.calls();
      fake.faults.add(problem(401, "unauthorized"));
      assertThat(client.calls()).isEmpty();
    }
    assertThat(authorizations())
        .containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-1", "Bearer token-2");
  }

  @Test
  void repeats_a_post_with_its_idempotency_key() {
    try (PayClient client = client(() -> "token-" + asked.incrementAndGet())) {
      fake.faults.add(problem(401, "unauthorized"));
      client.start(StartPayment.on("CA1"));
    }
    assertThat(fake.requests).hasSize(2);
    assertThat(fake.requests.get(0).key()).isNotEmpty().isEqualTo(fake.requests.get(1).key());
  }

  @Test
  void fails_if_the_source_has_no_other_token() {
    try (PayClient client = client(() -> "always-the-same")) {
      fake.faults.add(problem(401, "unauthorized"));
      final PayException e = catchThrowableOfType(PayException.class, client::calls);
      assertThat(e.type()).isEqualTo(ProblemType.UNAUTHORIZED);
      assertThat(fake.requests).hasSize(1);
    }
  }

  @Test
  void a_fixed_token_is_not_renewed() {
    try (PayClient client = fake.server().withToken("t")) {
      fake.faults.add(problem(401, "unauthorized"));
      assertThatThrownBy(client::calls).isInstanceOf(PayException.class);
      assertThat(fake.requests).hasSize(1);
    }
  }

  @Test
  void a_source_that_fails_is_the_cause_and_is_asked_again_later() {
    final AtomicReference<String> token = new AtomicReference<>("");
    try (PayClient client =
        client(
            () -> {
              if (token.get().isEmpty()) {
                throw new IllegalStateException("sign in first");
              }
              return token.get();
            })) {
      assertThatThrownBy(client::calls)
          .isInstanceOf(NoTokenException.class)
          .hasMessage("unauthorized: the token source failed: sign in first")
          .hasCauseInstanceOf(IllegalStateException.class);
      assertThat(fake.requests).isEmpty();
      token.set("t");
      assertThat(client.calls()).isEmpty();
    }
  }

  @Test
  void an_invalid_token_is_not_sent_and_not_quoted() {
    try (PayClient client = client(() -> "not a token")) {
      assertThatThrownBy(client::calls)
          .isInstanceOf(NoTokenException.class)
          .hasMessageContaining("a token may contain only")
          .hasMessageNotContaining("not a token");
    }
  }

  @Test
  void a_source_that_uses_its_own_client_is_refused() {
    final AtomicReference<PayClient> itself = new AtomicReference<>();
    try (PayClient client = client(() -> itself.get().me().name())) {
      itself.set(client);
      assertThatThrownBy(client::calls)
          .isInstanceOf(NoTokenException.class)
          .rootCause()
          .hasMessage("a token source must not use the client that asks it");
    }
  }

  @Test
  void a_stream_continues_with_the_next_token() {
    final ReceivedItems received = new ReceivedItems();
    try (PayClient client = client(() -> "token-" + asked.incrementAndGet());
        PayStream stream = client.stream(received.queue)) {
      received.await(Snapshot.class);
      fake.streamFaults.add(problem(401, "unauthorized"));
      fake.cutStreams();
      received.awaitLive();
      assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
    }
    assertThat(authorizations())
        .containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-2");
  }

  @Test
  void a_stream_waits_for_a_source_that_fails() {
    final ReceivedItems received = new ReceivedItems();
    try (PayClient client =
            client(
                () -> {
                  if (asked.incrementAndGet() < 4) {
                    throw new IllegalStateException("not yet");
                  }
                  return "t";
                });
        PayStream stream = client.stream(received.queue)) {
      final ConnectionChange lost =
          received.await(ConnectionChange.class, c -> c.state() == ConnectionState.LOST);
      assertThat(lost.why().orElseThrow()).isInstanceOf(NoTokenException.class);
      received.await(Snapshot.class);
      assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
    }
  }

  @Test
  void a_new_token_is_that_of_a_sign_in() {
    assertThat(fake.server().newToken("alice", "secret")).isEqualTo(FakeServer.TOKEN);
    assertThatThrownBy(() -> fake.server().newToken("alice", "wrong"))
        .isInstanceOf(PayException.class);
  }

  private PayClient client(Supplier<String> source) {
    return fake.server().withTokenSource(source);
  }

  private List<String> authorizations() {
    return fake.requests.stream().map(FakeServer.ReceivedRequest::authorization).toList();
  }
}
