package dev.agentpay.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.client.model.ConnectionState;
import dev.agentpay.client.model.NoAnswerException;
import dev.agentpay.client.model.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/// Alone, because it counts the threads of this process.
@Isolated
@Timeout(60)
class CloseTest {
  private final FakeServer fake = new FakeServer();

  CloseTest() throws IOException {}

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void leaves_no_thread_behind() throws Exception {
    final Set<Thread> before = threads();
    final ReceivedItems received = new ReceivedItems();
    final PayClient client = fake.alice();
    client.calls();
    final PayStream stream = client.stream(received.queue);
    received.await(Snapshot.class);
    assertThat(newThreads(before)).isNotEmpty();
    client.close();
    assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
    for (Thread thread : newThreads(before)) {
      thread.join(Duration.ofSeconds(20).toMillis());
    }
    assertThat(newThreads(before)).isEmpty();
    client.close();
  }

  @Test
  void ends_a_request_that_waits() throws Exception {
    final PayClient client = fake.alice();
    final CountDownLatch arrived = new CountDownLatch(1);
    fake.faults.add(
        (exchange, action) -> {
          arrived.countDown();
          FakeServer.stall().answer(exchange, action);
        });
    final CompletableFuture<?> waiting = CompletableFuture.supplyAsync(client::calls);
    arrived.await();
    client.close();
    assertThatThrownBy(waiting::join).hasCauseInstanceOf(NoAnswerException.class);
    assertThat(fake.requests).hasSize(1);
  }

  @Test
  void refuses_requests_and_streams_afterwards() {
    final PayClient client = fake.alice();
    client.close();
    assertThatThrownBy(client::calls)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the client is closed");
    assertThatThrownBy(client::stream)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the client is closed");
  }

  private static Set<Thread> newThreads(Set<Thread> before) {
    return threads().stream()
        .filter(thread -> !before.contains(thread))
        .collect(Collectors.toSet());
  }

  /// The threads of clients: our own, and those of the JDK's HTTP client.
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("agentpay-") || t.getName().startsWith("HttpClient-"))
        .collect(Collectors.toSet());
  }
}
