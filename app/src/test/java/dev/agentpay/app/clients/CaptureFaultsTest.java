package dev.agentpay.app.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentpay.app.support.NetworkCable;
import dev.agentpay.app.support.Pause;
import dev.agentpay.client.PayClient;
import dev.agentpay.client.capture.CaptureListener;
import dev.agentpay.client.capture.CardCapture;
import dev.agentpay.client.model.CaptureException;
import dev.agentpay.client.model.CaptureException.Code;
import dev.agentpay.client.model.ConnectionState;
import dev.agentpay.client.model.NoTokenException;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.actors.Customer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A `CardCapture` whose network breaks, whose token expires, whose listener misbehaves, or that is
/// closed at the worst time; against a server and the simulator.
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(180)
class CaptureFaultsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path data;
  private static CaptureWorld world;

  private final CaptureEvents events = new CaptureEvents();
  private NetworkCable cable;
  private Customer customer;

  @BeforeAll
  static void start() {
    world = new CaptureWorld(data);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @BeforeEach
  void connect() {
    cable = new NetworkCable(world.server());
    customer = world.customerCalls();
  }

  @AfterEach
  void clear() throws IOException {
    world.clear();
    cable.close();
  }

  @Test
  void loses_nothing_when_the_network_is_cut_and_comes_back() {
    final CardCapture capture = attach(client());
    capture.startCapture("5");
    customer.typesCard(Customer.GOOD_CARD);
    events.sees("capturingDate");
    cable.cut();
    until("the break is noticed", () -> events.connections().contains(ConnectionState.LOST));
    customer.typesExpiry().typesCode();
    cable.restore();
    capture.awaitCaptureComplete(PATIENCE);
    events.sees("captureComplete");
    assertThat(events.names())
        .containsExactly(
            "callConnected",
            "capturing",
            "capturingCard",
            "capturingDate",
            "capturingSecurityCode",
            "captureComplete");
    assertThat(cable.resumePositions()).isNotEmpty();
    cable.cut();
    final CompletableFuture<PaySession> submitted =
        CompletableFuture.supplyAsync(capture::submitCapture);
    until(
        "the next break is noticed", () -> events.connections().getLast() == ConnectionState.LOST);
    cable.restore();
    assertThat(submitted.join().state()).isEqualTo(SessionState.PAID);
    events.sees("submitComplete");
    assertThat(events.names()).filteredOn("submitComplete"::equals).hasSize(1);
  }

  @Test
  void says_that_the_server_cannot_be_reached_and_attaches_later() {
    final PayClient client = client();
    cable.cut();
    assertThat(failure(() -> attach(client)).code()).isEqualTo(Code.UNREACHABLE);
    cable.restore();
    attach(client);
    events.sees("callConnected");
    assertThat(events.names()).containsExactly("error", "callConnected");
  }

  @Test
  void renews_a_token_that_is_refused() throws Exception {
    final List<String> tokens = new CopyOnWriteArrayList<>();
    final PayClient client =
        world.register(
            world
                .at(cable.uri())
                .withTokenSource(
                    () -> {
                      tokens.add(newToken());
                      return tokens.getLast();
                    }));
    final CardCapture capture = attach(client);
    capture.startCapture("5");
    customer.typesCard(Customer.GOOD_CARD);
    signOut(tokens.get(0));
    customer.typesExpiry().typesCode();
    capture.awaitCaptureComplete(PATIENCE);
    assertThat(tokens).hasSize(2);
    signOut(tokens.get(1));
    assertThat(capture.submitCapture().state()).isEqualTo(SessionState.PAID);
    assertThat(tokens).hasSize(3);
    assertThat(events.names()).doesNotContain("error");
  }

  @Test
  void reports_why_there_is_no_token_and_continues_when_there_is_one() throws Exception {
    final AtomicReference<Optional<String>> token = new AtomicReference<>(Optional.of(newToken()));
    final PayClient client =
        world.register(
            world
                .at(cable.uri())
                .withTokenSource(
                    () ->
                        token.get().orElseThrow(() -> new IllegalStateException("sign in again"))));
    final CardCapture capture = attach(client);
    final String first = token.getAndSet(Optional.empty()).orElseThrow();
    signOut(first);
    events.sees("error");
    assertThat(events.of("error", NoTokenException.class))
        .allSatisfy(e -> assertThat(e.getCause()).hasMessage("sign in again"));
    assertThatThrownBy(capture::startCapture).isInstanceOf(NoTokenException.class);
    token.set(Optional.of(newToken()));
    until("it is live", () -> events.connections().getLast() == ConnectionState.LIVE);
    assertThat(capture.startCapture("5").payment()).isPresent();
  }

  @Test
  void a_token_that_cannot_be_renewed_signs_out_and_the_payment_is_found_again() throws Exception {
    final String token = newToken();
    final CardCapture capture = attach(world.register(world.at(cable.uri()).withToken(token)));
    final String id = capture.startCapture("5").id();
    final CompletableFuture<PaySession> waiting =
        CompletableFuture.supplyAsync(() -> capture.awaitCaptureComplete(PATIENCE));
    signOut(token);
    assertThatThrownBy(waiting::join)
        .cause()
        .isInstanceOfSatisfying(
            CaptureException.class, e -> assertThat(e.code()).isEqualTo(Code.SIGNED_OUT));
    events.sees("error");
    assertThat(events.errorCodes()).containsExactly(Code.SIGNED_OUT);
    assertThat(events.connections()).last().isEqualTo(ConnectionState.CLOSED);
    assertThat(capture.isAttached()).isFalse();
    assertThat(attach(client()).paySession().orElseThrow().id()).isEqualTo(id);
  }

  /// Takes as long as the server waits for Twilio's result.
  @Test
  void an_unconfirmed_payment_is_no_success_until_the_ledger_proves_it() {
    final CardCapture capture = attach(client());
    capture.startCapture("5");
    customer.typesEverything(Customer.GOOD_CARD);
    capture.awaitCaptureComplete(PATIENCE);
    world.faults(Map.of("webhooks", Map.of("dropNextFinal", 1)));
    final CaptureException unconfirmed = failure(capture::submitCapture);
    assertThat(unconfirmed.code()).isEqualTo(Code.UNCONFIRMED);
    assertThat(unconfirmed).hasMessageContaining("do not take it again");
    events.sees("submitComplete");
    assertThat(events.errorCodes()).containsExactly(Code.UNCONFIRMED);
    assertThat(capture.paySession().orElseThrow().state()).isEqualTo(SessionState.PAID);
  }

  @Test
  void a_listener_that_throws_disturbs_nothing() {
    final CardCapture capture =
        client()
            .attachPay(
                customer.call(),
                new CaptureListener() {
                  @Override
                  public void capturingCard() {
                    throw new IllegalStateException("expected in this test");
                  }

                  @Override
                  public void captureComplete() {
                    events.listener().captureComplete();
                    throw new AssertionError("expected in this test");
                  }

                  @Override
                  public void submitComplete(PaySession session) {
                    events.listener().submitComplete(session);
                  }
                });
    capture.startCapture("5");
    customer.typesEverything(Customer.GOOD_CARD);
    capture.awaitCaptureComplete(PATIENCE);
    assertThat(capture.submitCapture().state()).isEqualTo(SessionState.PAID);
    events.sees("submitComplete");
    assertThat(events.names()).containsExactly("captureComplete", "submitComplete");
  }

  @Test
  void a_listener_takes_the_whole_payment_with_blocking_methods() {
    final CompletableFuture<CardCapture> itself = new CompletableFuture<>();
    final CompletableFuture<PaySession> paid = new CompletableFuture<>();
    final CardCapture capture =
        client()
            .attachPay(
                customer.call(),
                new CaptureListener() {
                  @Override
                  public void callConnected(String callSid) {
                    itself.join().startCapture("5");
                  }

                  @Override
                  public void captureComplete() {
                    paid.complete(itself.join().submitCapture());
                  }
                });
    itself.complete(capture);
    customer.typesEverything(Customer.GOOD_CARD);
    assertThat(paid.join().state()).isEqualTo(SessionState.PAID);
  }

  @Test
  void closing_while_a_method_waits_ends_the_method_and_not_the_payment() {
    final CardCapture capture = attach(client());
    final String id = capture.startCapture("5").id();
    final CompletableFuture<PaySession> waiting =
        CompletableFuture.supplyAsync(() -> capture.awaitCaptureComplete(PATIENCE));
    capture.close();
    assertThatThrownBy(waiting::join)
        .cause()
        .isInstanceOfSatisfying(
            CaptureException.class,
            e -> assertThat(e.code()).isIn(Code.DETACHED, Code.NOT_ATTACHED));
    final int count = events.names().size();
    assertThat(events.names()).last().isEqualTo("stopCapturing");
    capture.close();
    final CardCapture again = attach(client());
    assertThat(again.paySession().orElseThrow().id()).isEqualTo(id);
    customer.typesEverything(Customer.GOOD_CARD);
    again.awaitCaptureComplete(PATIENCE);
    assertThat(again.submitCapture().id()).isEqualTo(id);
    assertThat(events.names().subList(0, count)).containsOnlyOnce("stopCapturing");
  }

  private PayClient client() {
    return world.register(world.at(cable.uri()).signIn("alice", world.password()));
  }

  private CardCapture attach(PayClient client) {
    return client.attachPay(customer.call(), events.listener());
  }

  private String newToken() {
    return world.at(world.server()).newToken("alice", world.password());
  }

  /// Makes the server refuse this token, and breaks the connections that it opened.
  private void signOut(String token) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      final HttpResponse<Void> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(world.server() + "/api/logout"))
                  .header("Authorization", "Bearer " + token)
                  .POST(HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.discarding());
      assertThat(answer.statusCode() / 100).isEqualTo(2);
    }
    cable.cut();
    cable.restore();
  }

  private static void until(String what, BooleanSupplier condition) {
    assertThat(Pause.until(condition, PATIENCE)).as(what).isTrue();
  }

  private static CaptureException failure(ThrowingCallable method) {
    return catchThrowableOfType(CaptureException.class, method);
  }
}
