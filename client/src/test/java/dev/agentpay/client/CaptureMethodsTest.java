package dev.agentpay.client;

import static dev.agentpay.client.FakeServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentpay.client.capture.CaptureListener;
import dev.agentpay.client.capture.CaptureTimeouts;
import dev.agentpay.client.capture.CardCapture;
import dev.agentpay.client.model.AwaitException;
import dev.agentpay.client.model.CaptureException;
import dev.agentpay.client.model.CaptureException.Code;
import dev.agentpay.client.model.NoTokenException;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.ProblemType;
import dev.agentpay.client.model.SessionState;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a capture does when things go wrong. `CardCaptureTest` in `app` runs every method against a
/// server.
@Timeout(60)
class CaptureMethodsTest {
  private static final String CALL = "CA" + "1".repeat(32);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final FakeServer fake = new FakeServer();
  private final CaptureRecorder recorder = new CaptureRecorder();
  private final PayClient client = fake.alice();

  CaptureMethodsTest() throws IOException {}

  @AfterEach
  void close() {
    client.close();
    fake.close();
  }

  @Test
  void a_method_may_be_called_in_a_listener() throws Exception {
    final AtomicReference<CardCapture> itself = new AtomicReference<>();
    final CompletableFuture<SessionState> paid = new CompletableFuture<>();
    final CountDownLatch closed = new CountDownLatch(1);
    final CardCapture capture =
        client.attachPay(
            CALL,
            new CaptureListener() {
              @Override
              public void captureComplete() {
                paid.complete(itself.get().submitCapture().state());
                itself.get().close(); // does not wait for itself
              }

              @Override
              public void stopCapturing() {
                closed.countDown();
              }
            });
    itself.set(capture);
    final CompletableFuture<PaySession> started = async(capture::startCapture);
    final String id = startedId();
    update(id, "ready");
    started.join();
    awaitSubmit();
    update(id, "paid");
    assertThat(paid.get()).isEqualTo(SessionState.PAID);
    closed.await();
    assertThat(capture.isAttached()).isFalse();
  }

  @Test
  void an_open_fact_times_out_with_the_payment() {
    final PayClient impatient =
        fake.server()
            .withCaptureTimeouts(new CaptureTimeouts(CaptureTimeouts.ATTACH, SHORT, SHORT))
            .withToken("t");
    final CardCapture capture = impatient.attachPay(CALL, recorder.listener());
    final AwaitException opening =
        catchThrowableOfType(AwaitException.class, () -> capture.startCapture("1"));
    assertThat(opening)
        .hasMessage("not-seen: the payment was not opened within PT0.05S; it is opening");
    final String id = opening.last().orElseThrow().id();
    update(id, "ready");
    capture.awaitCaptureComplete(LONG);
    final AwaitException submitted =
        catchThrowableOfType(AwaitException.class, capture::submitCapture);
    assertThat(submitted.last().orElseThrow().state()).isEqualTo(SessionState.COMPLETING);
    impatient.close();
  }

  @Test
  void attaching_times_out() {
    fake.streamFaults.add(
        (exchange, action) -> {
          exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().flush();
          FakeServer.stall().answer(exchange, action);
        });
    try (PayClient impatient =
        fake.server()
            .withCaptureTimeouts(
                new CaptureTimeouts(SHORT, CaptureTimeouts.OPEN, CaptureTimeouts.END))
            .withToken("t")) {
      assertThatThrownBy(() -> impatient.attachPay(CALL, recorder.listener()))
          .isInstanceOf(AwaitException.class)
          .hasMessageContaining("the capture was not attached within PT0.05S");
    }
  }

  @Test
  void says_that_the_server_cannot_be_reached_and_attaches_later() throws Exception {
    fake.streamFaults.add(FakeServer.raw(502, "text/html", "<html>")); // a proxy without server
    final CaptureException e = failure(() -> client.attachPay(CALL, recorder.listener()));
    assertThat(e.code()).isEqualTo(Code.UNREACHABLE);
    assertThat(e.isRetryable()).isTrue();
    assertThat(e).hasMessageContaining(fake.uri().toString());
    recorder.sees("error");
    try (CardCapture capture = client.attachPay(CALL, recorder.listener())) {
      assertThat(capture.callSid()).contains(CALL);
    }
    assertThat(recorder.names()).containsExactly("error", "callConnected", "stopCapturing");
  }

  @Test
  void a_refused_token_is_signed_out() throws Exception {
    fake.streamFaults.add(problem(401, "unauthorized"));
    assertThat(failure(() -> client.attachPay(CALL, recorder.listener())).code())
        .isEqualTo(Code.SIGNED_OUT);
    recorder.sees("error");
    final CardCapture capture = client.attachPay(CALL, recorder.listener());
    final CompletableFuture<String> waiting = async(() -> waitForCapture(capture));
    update(startedId(), "opening");
    recorder.sees("capturing");
    fake.streamFaults.add(problem(401, "unauthorized"));
    fake.cutStreams();
    assertThat(waiting.join()).isEqualTo("SIGNED_OUT");
    recorder.sees("error", 2);
    assertThat(recorder.errorCodes()).containsExactly(Code.SIGNED_OUT, Code.SIGNED_OUT);
    assertThat(failure(capture::startCapture).code()).isEqualTo(Code.NOT_ATTACHED);
    client.attachPay(CALL, recorder.listener()).close(); // finds the payment again
  }

  @Test
  void a_source_without_a_token_is_the_reason() {
    try (PayClient tokenless =
        fake.server()
            .withTokenSource(
                () -> {
                  throw new IllegalStateException("sign in again");
                })) {
      assertThatThrownBy(() -> tokenless.attachPay(CALL, recorder.listener()))
          .isInstanceOf(NoTokenException.class)
          .hasMessageContaining("sign in again");
    }
  }

  @Test
  void another_server_is_not_a_refused_token() {
    fake.streamFaults.add(problem(404, "not-found"));
    assertThatThrownBy(() -> client.attachPay(CALL, recorder.listener()))
        .isInstanceOfSatisfying(
            PayException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.NOT_FOUND));
  }

  @Test
  void a_client_has_one_capture_at_a_time() {
    final CardCapture first = client.attachPay(CALL, recorder.listener());
    assertThat(failure(() -> client.attachPay(recorder.listener())).code())
        .isEqualTo(Code.ALREADY_ATTACHED);
    first.close();
    client.attachPay(recorder.listener()).close();
  }

  @Test
  void closing_the_client_detaches() throws Exception {
    final CardCapture capture = client.attachPay(CALL, recorder.listener());
    final CompletableFuture<String> waiting = async(() -> waitForCapture(capture));
    update(startedId(), "opening");
    recorder.sees("capturing");
    client.close();
    assertThat(waiting.join()).isEqualTo("DETACHED");
    assertThat(recorder.names()).last().isEqualTo("stopCapturing");
    assertThat(recorder.names()).doesNotContain("error");
    capture.close();
    assertThat(recorder.names()).filteredOn("stopCapturing"::equals).hasSize(1);
  }

  @Test
  void a_wait_can_be_interrupted() throws Exception {
    final CardCapture capture = client.attachPay(recorder.listener());
    final CompletableFuture<Boolean> wasInterrupted = new CompletableFuture<>();
    final CountDownLatch begun = new CountDownLatch(1);
    final Thread thread =
        new Thread(
            () -> {
              begun.countDown();
              try {
                capture.awaitCall(LONG);
              } catch (AwaitException e) {
                wasInterrupted.complete(Thread.currentThread().isInterrupted());
              }
            });
    thread.start();
    begun.await();
    thread.interrupt();
    assertThat(wasInterrupted.get()).isTrue();
  }

  @Test
  void awaits_a_call() {
    final CardCapture capture = client.attachPay(recorder.listener());
    assertThatThrownBy(() -> capture.awaitCall(SHORT)).isInstanceOf(AwaitException.class);
    final CompletableFuture<String> call = async(() -> capture.awaitCall(LONG));
    fake.data.callArrives(CALL);
    fake.data.claim(CALL);
    assertThat(call.join()).isEqualTo(CALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CA1", "PK11111111111111111111111111111111", "ca"})
  void rejects_what_is_no_call_sid(String sid) {
    assertThatThrownBy(() -> client.attachPay(sid, recorder.listener()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CallSid");
    final CardCapture capture = client.attachPay(recorder.listener());
    assertThatThrownBy(() -> capture.updateCallSid(sid))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(capture.callSid()).isEmpty();
  }

  private static String waitForCapture(CardCapture capture) {
    try {
      return capture.startCapture().state().name();
    } catch (CaptureException e) {
      return e.code().name();
    }
  }

  /// The id of the session, once it is started.
  private String startedId() throws InterruptedException {
    return fake.data.after(0, LONG.toMillis()).get(0).key();
  }

  private void awaitSubmit() throws InterruptedException {
    for (int position = 0; ; ) {
      for (FakeData.LogEntry logged : fake.data.after(position, LONG.toMillis())) {
        position++;
        if (logged.type().equals("submit-requested")) {
          return;
        }
      }
    }
  }

  private void update(String id, String state) {
    fake.data.update(
        id, state, Map.of("state", state, "payment", "PK1", "final", state.equals("paid")));
  }

  private static <T> CompletableFuture<T> async(Supplier<T> work) {
    final CompletableFuture<T> result = new CompletableFuture<>();
    final Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(work.get());
              } catch (RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  private static CaptureException failure(ThrowingCallable attempt) {
    return catchThrowableOfType(CaptureException.class, attempt);
  }
}
