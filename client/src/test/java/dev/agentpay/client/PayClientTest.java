package dev.agentpay.client;

import static dev.agentpay.client.StandIn.problem;
import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PayClientTest {
  private static final String CALL = "CA11111111111111111111111111111111";

  private final StandIn standIn = new StandIn();
  private final PayClient client = standIn.alice();

  PayClientTest() throws IOException {}

  @AfterEach
  void close() {
    standIn.close();
  }

  @Test
  void signing_in_gets_a_token_that_every_later_request_carries() {
    final PayClient alice = standIn.server().signIn("alice", "secret");
    assertThat(alice.me())
        .isEqualTo(
            new Me("alice", Role.AGENT, new Agent("alice", Availability.AWAY, Optional.empty())));
    assertThat(alice.tokenExpiresAt()).contains(Instant.parse(World.NOW));
    assertThat(standIn.seen.get(1).authorization()).isEqualTo("Bearer " + StandIn.TOKEN);
  }

  @Test
  void a_wrong_password_is_unauthorized_and_not_tried_again() {
    final PayException e = failure(() -> standIn.server().signIn("alice", "wrong"));
    assertThat(e.type()).isEqualTo(ProblemType.UNAUTHORIZED);
    assertThat(e.status()).isEqualTo(401);
    assertThat(e.isRetryable()).isFalse();
    assertThat(standIn.seen).hasSize(1);
  }

  @Test
  void an_agent_is_ready_and_away_as_they_say() {
    assertThat(client.ready().availability()).isEqualTo(Availability.READY);
    assertThat(client.me().agent().availability()).isEqualTo(Availability.READY);
    assertThat(client.away().availability()).isEqualTo(Availability.AWAY);
  }

  @Test
  void a_call_is_seen_and_claimed() {
    standIn.world.callArrives(CALL);
    assertThat(client.calls()).containsExactly(client.call(CALL));
    assertThat(client.call(CALL).state()).isEqualTo(Call.State.RINGING);
    final Call mine = client.claim(CALL);
    assertThat(mine.state()).isEqualTo(Call.State.ANSWERED);
    assertThat(mine.agent()).contains("alice");
    assertThat(mine.version()).isEqualTo(2);
    assertThat(mine.isLive()).isTrue();
  }

  @Test
  void a_payment_goes_from_start_to_submit() {
    standIn.world.callArrives(CALL);
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
  void a_session_is_cancelled_or_resolved() {
    final String id = client.start(StartPayment.on(CALL)).id();
    assertThat(client.cancel(id).isFinal()).isTrue();
    final PaySession resolved = client.resolve(id, SessionState.PAID, "saw it", "ch_1");
    assertThat(resolved.state()).isEqualTo(SessionState.PAID);
    assertThat(json(standIn.seen.size() - 1).get("reason").stringValue()).isEqualTo("saw it");
  }

  @Test
  void a_start_says_what_it_was_told_and_nothing_else() {
    client.start(
        StartPayment.on(CALL)
            .charge("42.50", "USD")
            .tip("5.00")
            .description("Tickets")
            .reference("order-1001")
            .connector("sandbox")
            .captureOrder(CaptureField.PAYMENT_CARD_NUMBER, CaptureField.EXPIRATION_DATE)
            .validCardTypes("visa", "amex")
            .inputTimeoutSeconds(7)
            .minPostalCodeLength(4)
            .parameters(Map.of("shop", "7"))
            .advance(Advance.CLIENT)
            .confirmMayHaveCharged(),
        Duration.ofSeconds(5));
    assertThat(standIn.seen.get(0).path()).isEqualTo("/api/pay-sessions?wait=5s");
    assertThat(json(0))
        .isEqualTo(
            StandIn.json(
                """
                {"call":{"sid":"%s"},"amount":"42.50","currency":"USD","tip":"5.00",
                 "description":"Tickets","reference":"order-1001","connector":"sandbox",
                 "captureOrder":["payment-card-number","expiration-date"],
                 "validCardTypes":["visa","amex"],"inputTimeoutSeconds":7,
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
            StandIn.json(
                """
                {"call":{"sid":"%s"},"currency":"USD","paymentMethod":"ach-debit",
                 "bankAccountType":"consumer-checking","tokenType":"one-time"}
                """
                    .formatted(CALL)));
  }

  @Test
  void a_query_says_what_it_was_told() {
    assertThat(
            client.paySessions(
                PaySessionQuery.all()
                    .reference("a b&c")
                    .from(Instant.parse("2026-01-31T12:00:00Z"))
                    .state(SessionState.PAID)
                    .agent("bob")
                    .limit(5)))
        .isEmpty();
    assertThat(standIn.seen.get(0).path())
        .isEqualTo(
            "/api/pay-sessions?reference=a+b%26c&from=2026-01-31T12%3A00%3A00Z&state=paid&agent=bob&limit=5");
  }

  @Test
  void a_problem_is_told_with_all_it_says() {
    standIn.faults.add(
        problem(
            422,
            "invalid",
            Map.of(),
            ",\"errors\":[{\"field\":\"amount\",\"detail\":\"is less than 1000000\"}],\"extra\":1"));
    final PayException e = failure(() -> client.start(StartPayment.on(CALL).charge("1", "USD")));
    assertThat(e.type()).isEqualTo(ProblemType.INVALID);
    assertThat(e.status()).isEqualTo(422);
    assertThat(e.detail()).isEqualTo("because");
    assertThat(e.errors())
        .containsExactly(new PayException.FieldError("amount", "is less than 1000000"));
    assertThat(e).hasMessage("invalid (422): because; amount: is less than 1000000");
  }

  @Test
  void every_problem_of_the_api_has_its_type() {
    for (ProblemType type : ProblemType.values()) {
      standIn.faults.add(problem(409, Names.wire(type)));
      assertThat(failure(client::calls).type()).isEqualTo(type);
    }
    standIn.faults.add(problem(418, "tea-only"));
    assertThat(failure(client::calls).type()).isEqualTo(ProblemType.UNKNOWN);
  }

  @Test
  void an_answer_that_is_not_of_an_agentpay_server_is_a_bad_answer() {
    for (StandIn.Fault fault :
        List.of(
            StandIn.raw(404, "text/html", "<html>"),
            StandIn.raw(409, "application/problem+json", "{"),
            StandIn.raw(200, "application/json", "[]"),
            StandIn.raw(200, "application/json", "{\"calls\":7}"),
            StandIn.raw(200, "application/json", "{\"calls\":[{\"from\":\"x\"}]}"),
            StandIn.raw(200, "text/html", "<html>"))) {
      standIn.faults.add(fault);
      final PayException e = failure(client::calls);
      assertThat(e.type()).isEqualTo(ProblemType.BAD_ANSWER);
      assertThat(e).hasMessageNotContaining("<html>");
    }
  }

  @Test
  void what_a_newer_server_says_besides_is_passed_over() {
    final String id = client.start(StartPayment.on(CALL)).id();
    standIn.world.happens(
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
  void somebody_elses_session_is_unknown() {
    assertThat(failure(() -> client.paySession("ps_nobodys")).type())
        .isEqualTo(ProblemType.UNKNOWN_SESSION);
    assertThat(failure(() -> client.call("CA0")).type()).isEqualTo(ProblemType.UNKNOWN_CALL);
  }

  private JsonNode json(int request) {
    return StandIn.json(standIn.seen.get(request).body());
  }

  private static PayException failure(ThrowingCallable attempt) {
    return catchThrowableOfType(PayException.class, attempt);
  }
}
