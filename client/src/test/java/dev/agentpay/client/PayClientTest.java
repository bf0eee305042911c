package dev.agentpay.client;

import static dev.agentpay.client.FakeServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentpay.client.model.Advance;
import dev.agentpay.client.model.Agent;
import dev.agentpay.client.model.Availability;
import dev.agentpay.client.model.BankAccountType;
import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.Me;
import dev.agentpay.client.model.Names;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.ProblemType;
import dev.agentpay.client.model.Role;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.client.model.TokenType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PayClientTest {
  private static final String CALL = "CA11111111111111111111111111111111";

  private final FakeServer fake = new FakeServer();
  private final PayClient client = fake.alice();

  PayClientTest() throws IOException {}

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void sends_the_sign_in_token_with_later_requests() {
    final PayClient alice = fake.server().signIn("alice", "secret");
    assertThat(alice.me())
        .isEqualTo(
            new Me("alice", Role.AGENT, new Agent("alice", Availability.AWAY, Optional.empty())));
    assertThat(alice.tokenExpiresAt()).contains(Instant.parse(FakeData.NOW));
    assertThat(fake.requests.get(1).authorization()).isEqualTo("Bearer " + FakeServer.TOKEN);
  }

  @Test
  void does_not_retry_a_wrong_password() {
    final PayException e = failure(() -> fake.server().signIn("alice", "wrong"));
    assertThat(e.type()).isEqualTo(ProblemType.UNAUTHORIZED);
    assertThat(e.status()).isEqualTo(401);
    assertThat(e.isRetryable()).isFalse();
    assertThat(fake.requests).hasSize(1);
  }

  @Test
  void sets_the_availability() {
    assertThat(client.ready().availability()).isEqualTo(Availability.READY);
    assertThat(client.me().agent().availability()).isEqualTo(Availability.READY);
    assertThat(client.away().availability()).isEqualTo(Availability.AWAY);
  }

  @Test
  void lists_and_claims_a_call() {
    fake.data.callArrives(CALL);
    assertThat(client.calls()).containsExactly(client.call(CALL));
    assertThat(client.call(CALL).state()).isEqualTo(Call.State.RINGING);
    final Call mine = client.claim(CALL);
    assertThat(mine.state()).isEqualTo(Call.State.ANSWERED);
    assertThat(mine.agent()).contains("alice");
    assertThat(mine.version()).isEqualTo(2);
    assertThat(mine.isLive()).isTrue();
  }

  @Test
  void takes_a_payment_from_start_to_submit() {
    fake.data.callArrives(CALL);
    final PaySession opening =
        client.start(StartPayment.on(CALL).charge("42.50", "EUR").reference("order-1001"));
    assertThat(opening.state()).isEqualTo(SessionState.OPENING);
    assertThat(opening.amount()).hasValueSatisfying(a -> assertThat(a).isEqualTo("42.50"));
    assertThat(opening.currency()).isEqualTo("EUR");
    assertThat(opening.captureOrder())
        .startsWith(CaptureField.PAYMENT_CARD_NUMBER, CaptureField.EXPIRATION_DATE);
    final PaySession capturing = client.capture(opening.id(), CaptureField.SECURITY_CODE, true);
    assertThat(capturing.state()).isEqualTo(SessionState.CAPTURING);
    assertThat(capturing.capturing()).contains(CaptureField.SECURITY_CODE);
    assertThat(client.submit(opening.id()).state()).isEqualTo(SessionState.COMPLETING);
    assertThat(client.paySession(opening.id()).version()).isEqualTo(3);
    assertThat(client.paySessions(PaySessionQuery.all())).hasSize(1);
    assertThat(client.events(opening.id()))
        .extracting(PayEvent::type)
        .containsExactly("session-started", "capture-requested", "submit-requested");
  }

  @Test
  void cancels_and_resolves_a_session() {
    final String id = client.start(StartPayment.on(CALL)).id();
    assertThat(client.cancel(id).isFinal()).isTrue();
    final PaySession resolved = client.resolve(id, SessionState.PAID, "saw it", "ch_1");
    assertThat(resolved.state()).isEqualTo(SessionState.PAID);
    assertThat(json(fake.requests.size() - 1).get("reason").stringValue()).isEqualTo("saw it");
  }

  @Test
  void start_sends_exactly_the_given_properties() {
    client.start(
        StartPayment.on(CALL)
            .charge("42.50", "USD")
            .tip("5.00")
            .description("Tickets")
            .reference("order-1001")
            .connector("sandbox")
            .captureOrder(CaptureField.PAYMENT_CARD_NUMBER, CaptureField.EXPIRATION_DATE)
            .typeTwice(CaptureField.PAYMENT_CARD_NUMBER)
            .validCardTypes("visa", "amex")
            .inputTimeoutSeconds(7)
            .minPostalCodeLength(4)
            .parameters(Map.of("shop", "7"))
            .advance(Advance.CLIENT)
            .confirmMayHaveCharged(),
        Duration.ofSeconds(5));
    assertThat(fake.requests.get(0).path()).isEqualTo("/api/pay-sessions?wait=5s");
    assertThat(json(0))
        .isEqualTo(
            FakeServer.json(
                """
                {"call":{"sid":"%s"},"amount":"42.50","currency":"USD","tip":"5.00",
                 "description":"Tickets","reference":"order-1001","connector":"sandbox",
                 "captureOrder":["payment-card-number","expiration-date"],
                 "typeTwice":["payment-card-number"],"validCardTypes":["visa","amex"],"inputTimeoutSeconds":7,
                 "minPostalCodeLength":4,"parameters":{"shop":"7"},"advance":"client",
                 "confirmMayHaveCharged":true}
                """
                    .formatted(CALL)));
    client.start(
        StartPayment.on(CALL)
            .charge("1", "USD")
            .tip("1")
            .achDebit(BankAccountType.CONSUMER_CHECKING)
            .tokenType(TokenType.ONE_TIME)
            .tokenize());
    assertThat(json(1))
        .isEqualTo(
            FakeServer.json(
                """
                {"call":{"sid":"%s"},"currency":"USD","paymentMethod":"ach-debit",
                 "bankAccountType":"consumer-checking","tokenType":"one-time"}
                """
                    .formatted(CALL)));
  }

  @Test
  void query_sends_the_given_criteria() {
    assertThat(
            client.paySessions(
                PaySessionQuery.all()
                    .reference("a b&c")
                    .from(Instant.parse("2026-01-31T12:00:00Z"))
                    .to(Instant.parse("2026-02-01T00:00:00Z"))
                    .state(SessionState.PAID)
                    .agent("bob")
                    .limit(5)))
        .isEmpty();
    assertThat(fake.requests.get(0).path())
        .isEqualTo(
            "/api/pay-sessions?reference=a+b%26c&from=2026-01-31T12%3A00%3A00Z&to=2026-02-01T00%3A00%3A00Z&state=paid&agent=bob&limit=5");
  }

  @Test
  void finds_sessions_page_by_page_as_they_are_read() {
    final List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(client.start(StartPayment.on(CALL)).id());
    }
    fake.requests.clear();
    final PaySessionQuery query = PaySessionQuery.all().reference("a").limit(2);

    final Iterator<PaySession> found = client.findPaySessions(query, 100).iterator();
    assertThat(fake.requests).isEmpty();
    assertThat(found.next().id()).isEqualTo(ids.get(0));
    assertThat(found.next().id()).isEqualTo(ids.get(1));
    assertThat(fake.requests).hasSize(1);
    assertThat(found)
        .toIterable()
        .extracting(PaySession::id)
        .containsExactlyElementsOf(ids.subList(2, 5));
    assertThat(fake.requests)
        .extracting(FakeServer.ReceivedRequest::path)
        .containsExactly(
            "/api/pay-sessions?reference=a&limit=2",
            "/api/pay-sessions?reference=a&limit=2&cursor=2",
            "/api/pay-sessions?reference=a&limit=2&cursor=4");
  }

  @Test
  void finds_at_most_as_many_sessions_as_asked_for() {
    for (int i = 0; i < 5; i++) {
      client.start(StartPayment.on(CALL));
    }
    fake.requests.clear();
    assertThat(client.findPaySessions(PaySessionQuery.all().limit(2), 3)).hasSize(3);
    assertThat(fake.requests).hasSize(2);
    assertThat(client.findPaySessions(PaySessionQuery.all(), 3)).hasSize(3);
  }

  @Test
  void reads_on_behind_an_empty_page_but_not_for_ever() {
    client.start(StartPayment.on(CALL));
    final String empty = "{\"paySessions\":[],\"next\":\"0\"}";
    fake.faults.add(FakeServer.raw(200, "application/json", empty));
    assertThat(client.findPaySessions(PaySessionQuery.all(), 10)).hasSize(1);
    for (int i = 0; i <= 1_000; i++) {
      fake.faults.add(FakeServer.raw(200, "application/json", empty));
    }
    assertThatThrownBy(() -> client.findPaySessions(PaySessionQuery.all(), 10).toList())
        .isInstanceOf(PayException.class)
        .hasMessageContaining("empty pages");
  }

  @Test
  void exception_contains_all_details_of_a_problem() {
    fake.faults.add(
        problem(
            422,
            "invalid",
            Map.of(),
            ",\"errors\":[{\"field\":\"amount\",\"detail\":\"is less than"
                + " 1000000\"}],\"extra\":1"));
    final PayException e = failure(() -> client.start(StartPayment.on(CALL).charge("1", "USD")));
    assertThat(e.type()).isEqualTo(ProblemType.INVALID);
    assertThat(e.status()).isEqualTo(422);
    assertThat(e.detail()).isEqualTo("because");
    assertThat(e.errors())
        .containsExactly(new PayException.FieldError("amount", "is less than 1000000"));
    assertThat(e).hasMessage("invalid (422): because; amount: is less than 1000000");
  }

  @Test
  void maps_every_problem_to_its_type() {
    for (ProblemType type : ProblemType.values()) {
      fake.faults.add(problem(409, Names.wire(type)));
      assertThat(failure(client::calls).type()).isEqualTo(type);
    }
    fake.faults.add(problem(418, "tea-only"));
    assertThat(failure(client::calls).type()).isEqualTo(ProblemType.UNKNOWN);
  }

  @Test
  void reports_a_bad_answer_from_a_foreign_server() {
    for (FakeServer.Fault fault :
        List.of(
            FakeServer.raw(404, "text/html", "<html>"),
            FakeServer.raw(409, "application/problem+json", "{"),
            FakeServer.raw(200, "application/json", "[]"),
            FakeServer.raw(200, "application/json", "{\"calls\":7}"),
            FakeServer.raw(200, "application/json", "{\"calls\":[{\"from\":\"x\"}]}"),
            FakeServer.raw(200, "text/html", "<html>"))) {
      fake.faults.add(fault);
      final PayException e = failure(client::calls);
      assertThat(e.type()).isEqualTo(ProblemType.BAD_ANSWER);
      assertThat(e).hasMessageNotContaining("<html>");
    }
  }

  @Test
  void ignores_unknown_values_of_a_newer_server() {
    final String id = client.start(StartPayment.on(CALL)).id();
    fake.data.update(
        id,
        "session-refunded",
        Map.of(
            "state",
            "refunded",
            "final",
            true,
            "shoeSize",
            43,
            "tokenType",
            "eternal",
            "captureOrder",
            List.of("iris"),
            "advance",
            "nobody"));
    final PaySession session = client.paySession(id);
    assertThat(session.state()).isEqualTo(SessionState.UNKNOWN);
    assertThat(session.isFinal()).isTrue();
    assertThat(session.tokenType()).isEqualTo(TokenType.UNKNOWN);
    assertThat(session.captureOrder()).containsExactly(CaptureField.UNKNOWN);
    assertThat(session.advance()).isEqualTo(Advance.UNKNOWN);
  }

  @Test
  void reports_unknown_session_and_unknown_call() {
    assertThat(failure(() -> client.paySession("ps_nobodys")).type())
        .isEqualTo(ProblemType.UNKNOWN_SESSION);
    assertThat(failure(() -> client.call("CA0")).type()).isEqualTo(ProblemType.UNKNOWN_CALL);
  }

  private JsonNode json(int request) {
    return FakeServer.json(fake.requests.get(request).body());
  }

  private static PayException failure(ThrowingCallable attempt) {
    return catchThrowableOfType(PayException.class, attempt);
  }
}
