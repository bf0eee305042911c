package dev.agentpay.app.earlier;

import static dev.agentpay.client.model.SessionState.ABANDONED;
import static dev.agentpay.client.model.SessionState.CANCELLED;
import static dev.agentpay.client.model.SessionState.CANCELLING;
import static dev.agentpay.client.model.SessionState.CAPTURING;
import static dev.agentpay.client.model.SessionState.COMPLETING;
import static dev.agentpay.client.model.SessionState.DECLINED;
import static dev.agentpay.client.model.SessionState.FAILED;
import static dev.agentpay.client.model.SessionState.IDLE;
import static dev.agentpay.client.model.SessionState.OPENING;
import static dev.agentpay.client.model.SessionState.PAID;
import static dev.agentpay.client.model.SessionState.READY;
import static dev.agentpay.client.model.SessionState.TOKENIZED;
import static dev.agentpay.client.model.SessionState.UNCONFIRMED;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.client.PaySessionQuery;
import dev.agentpay.client.PayStream;
import dev.agentpay.client.model.Advance;
import dev.agentpay.client.model.Agent;
import dev.agentpay.client.model.Availability;
import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.Field;
import dev.agentpay.client.model.Outcome;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.PaymentMethod;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.client.model.Snapshot;
import dev.agentpay.client.model.StreamItem;
import dev.agentpay.client.model.TokenType;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reads the sessions, calls and agents in a data folder of version 0.1. The server runs without
/// sweeps; [EarlierDataContinuesTest] tests the rest.
class EarlierDataTest {
  @TempDir private static Path folder;
  private static EarlierData data;

  @BeforeAll
  static void start() {
    data = EarlierData.idle(folder);
  }

  @AfterAll
  static void stop() {
    data.close();
  }

  @Test
  void sessions_keep_their_state() {
    final Map<String, SessionState> states =
        data.as("sam").paySessions(PaySessionQuery.all().limit(100)).stream()
            .filter(session -> !session.reference().isEmpty())
            .collect(Collectors.toMap(PaySession::reference, PaySession::state));
    assertThat(states)
        .containsOnly(
            entry("opening-not-sent", OPENING),
            entry("opening-unanswered", OPENING),
            entry("opening-spooled", OPENING),
            entry("idle", IDLE),
            entry("capturing", CAPTURING),
            entry("capture-put-off", CAPTURING),
            entry("capturing-spooled", CAPTURING),
            entry("ready", READY),
            entry("completing", COMPLETING),
            entry("completing-leased", COMPLETING),
            entry("completing-spooled", COMPLETING),
            entry("unconfirmed-asking", UNCONFIRMED),
            entry("unconfirmed-released", UNCONFIRMED),
            entry("cancelling", CANCELLING),
            entry("cancelling-adopted", CANCELLING),
            entry("cancelling-unanswered", CANCELLING),
            entry("paid", PAID),
            entry("keyed", PAID),
            entry("ach", PAID),
            entry("resolved", PAID),
            entry("after-release", PAID),
            entry("declined", DECLINED),
            entry("cancelled", CANCELLED),
            entry("alarm", CANCELLED),
            entry("abandoned", ABANDONED),
            entry("orphan", ABANDONED),
            entry("failed", FAILED));
    assertThat(data.withoutReference())
        .extracting(PaySession::state)
        .containsExactly(CAPTURING, TOKENIZED);
  }

  @Test
  void sessions_keep_their_request_and_fields() {
    final PaySession capturing = data.session("capturing");
    assertThat(capturing.agent()).isEqualTo("alice");
    assertThat(capturing.call()).isEqualTo(EarlierData.sid("capturing"));
    assertThat(capturing.description()).isEqualTo("Two tickets; row 5 – O'Hara");
    assertThat(capturing.amount()).contains(new BigDecimal("42.50"));
    assertThat(capturing.tip()).contains(new BigDecimal("7.50"));
    assertThat(capturing.total()).contains(new BigDecimal("50.00"));
    assertThat(capturing.cardType()).contains("visa");
    assertThat(capturing.capturing()).contains(CaptureField.EXPIRATION_DATE);
    assertThat(capturing.required().orElseThrow())
        .containsExactly(
            CaptureField.EXPIRATION_DATE, CaptureField.SECURITY_CODE, CaptureField.POSTAL_CODE);
    assertThat(capturing.fields())
        .startsWith(
            new Field(
                CaptureField.PAYMENT_CARD_NUMBER,
                Field.State.CAPTURED,
                false,
                "xxxxxxxxxxxx4242",
                0,
                Optional.empty()),
            new Field(
                CaptureField.EXPIRATION_DATE,
                Field.State.CAPTURING,
                false,
                "",
                1,
                Optional.of("invalid-date")));
    final PaySession ach = data.session("ach");
    assertThat(ach.paymentMethod()).isEqualTo(PaymentMethod.ACH_DEBIT);
    assertThat(ach.tokenType()).isEqualTo(TokenType.ONE_TIME);
    assertThat(ach.captureOrder())
        .containsExactly(CaptureField.BANK_ROUTING_NUMBER, CaptureField.BANK_ACCOUNT_NUMBER);
    final PaySession clientSession = data.withoutReference().getFirst();
    assertThat(clientSession.advance()).isEqualTo(Advance.CLIENT);
    assertThat(clientSession.capturing()).contains(CaptureField.EXPIRATION_DATE);
  }

  @Test
  void sessions_keep_their_outcome() {
    assertThat(data.outcome("paid").confirmationCode()).contains("ch_paid");
    assertThat(data.outcome("resolved").confirmationCode()).contains("ch_found");
    assertThat(data.outcome("declined").errorCode()).contains("card_declined");
    assertThat(data.outcome("abandoned").text()).contains("the call ended: completed");
    assertThat(data.outcome("failed").text().orElseThrow()).contains("64005");
    assertThat(data.outcome("unconfirmed-released").text().orElseThrow())
        .contains("Payment gateway did not respond");
    assertThat(data.session("alarm").alarm()).isTrue();
    final PaySession tokenized = data.withoutReference().getLast();
    assertThat(tokenized.amount()).isEmpty();
    assertThat(tokenized.currency()).isEqualTo("EUR");
    assertThat(tokenized.outcome().flatMap(Outcome::token)).contains("tok_first_version");
    assertThat(tokenized.outcome().flatMap(Outcome::profile)).contains("cus_first_version");
  }

  @Test
  void events_of_sessions_are_readable() {
    for (PaySession session : data.as("sam").paySessions(PaySessionQuery.all().limit(100))) {
      final List<PayEvent> events = data.as("sam").events(session.id());
      assertThat(events.getFirst().type()).isEqualTo("session-started");
      assertThat(events)
          .extracting(PayEvent::number)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, session.version()).boxed().toList());
    }
    final String orphan = data.session("orphan").id();
    assertThat(data.eventsOf(orphan))
        .containsExactly(
            "session-started", "session-abandoned", "status-received", "payment-orphaned");
    assertThat(data.eventsOf(data.session("resolved").id()))
        .endsWith("session-unconfirmed", "ledger-asked", "session-resolved");
  }

  @Test
  void sessions_are_listed_by_state_reference_and_agent() {
    assertThat(data.as("sam").paySessions(PaySessionQuery.all().state(UNCONFIRMED)))
        .extracting(PaySession::reference)
        .containsExactly("unconfirmed-released", "unconfirmed-asking");
    assertThat(data.as("sam").paySessions(PaySessionQuery.all().reference("ready"))).hasSize(1);
    final List<PaySession> sessionsOfBob =
        data.as("sam").paySessions(PaySessionQuery.all().agent("bob").limit(100));
    assertThat(sessionsOfBob).hasSize(15).extracting(PaySession::agent).containsOnly("bob");
    assertThat(data.as("bob").paySessions(PaySessionQuery.all().limit(100)))
        .isEqualTo(sessionsOfBob);
    assertThat(data.as("bob").findPaySessions(PaySessionQuery.all().limit(4), 100).toList())
        .isEqualTo(sessionsOfBob);
  }

  @Test
  void calls_keep_their_route_state_and_agent() {
    assertThat(data.as("sam").calls()).hasSize(37);
    assertThat(data.as("sam").unmatchedCalls())
        .extracting(Call::sid)
        .containsExactlyInAnyOrder(
            EarlierData.sid("arrived"),
            EarlierData.sid("missed"),
            EarlierData.sid("waiting"),
            EarlierData.sid("waiting-recalled"),
            EarlierData.sid("pbx"));
    data.assertCall("arrived", Call.Route.SOFTPHONE, Call.State.ARRIVED, "");
    data.assertCall("missed", Call.Route.SOFTPHONE, Call.State.ARRIVED, "");
    data.assertCall("waiting", Call.Route.SOFTPHONE, Call.State.WAITING, "");
    data.assertCall("waiting-recalled", Call.Route.SOFTPHONE, Call.State.WAITING, "");
    data.assertCall("ringing", Call.Route.SOFTPHONE, Call.State.RINGING, "grace");
    data.assertCall("softphone", Call.Route.SOFTPHONE, Call.State.ANSWERED, "erin");
    data.assertCall("forwarded", Call.Route.FORWARD, Call.State.ANSWERED, "ivan");
    data.assertCall("pbx", Call.Route.SIP_IN, Call.State.ANSWERED, "");
    data.assertCall("assigned", Call.Route.SIP_IN, Call.State.ANSWERED, "alice");
    data.assertCall("claimed-by-uui", Call.Route.SIP_OUT, Call.State.ANSWERED, "judy");
    data.assertCall("served", Call.Route.SIP_OUT, Call.State.ANSWERED, "judy");
    data.assertCall("foreign", Call.Route.FOREIGN, Call.State.ANSWERED, "bob");
    data.assertCall("ended", Call.Route.SOFTPHONE, Call.State.ENDED, "heidi");
    data.assertCall("ended-alone", Call.Route.SOFTPHONE, Call.State.ENDED, "frank");
  }

  @Test
  void agents_keep_their_availability_and_call() {
    assertThat(data.agent("carol").availability()).isEqualTo(Availability.READY);
    assertThat(data.agent("dave").availability()).isEqualTo(Availability.AWAY);
    assertThat(data.agent("heidi").availability()).isEqualTo(Availability.AWAY);
    assertThat(data.agent("erin")).isEqualTo(busy("erin", "softphone"));
    assertThat(data.agent("grace")).isEqualTo(busy("grace", "ringing"));
    assertThat(data.agent("ivan")).isEqualTo(busy("ivan", "forwarded"));
    assertThat(data.agent("judy")).isEqualTo(busy("judy", "claimed-by-uui"));
  }

  @Test
  void new_stream_starts_with_a_snapshot() throws InterruptedException {
    final LinkedBlockingQueue<StreamItem> items = new LinkedBlockingQueue<>();
    try (PayStream stream = data.as("sam").stream(items)) {
      assertThat(stream).isNotNull();
      StreamItem first = items.poll(10, TimeUnit.SECONDS);
      while (!(first instanceof Snapshot)) {
        assertThat(first).isNotNull();
        first = items.poll(10, TimeUnit.SECONDS);
      }
      final Snapshot snapshot = (Snapshot) first;
      assertThat(snapshot.calls()).hasSize(37);
      assertThat(snapshot.paySessions()).hasSize(29);
    }
  }

  private static Agent busy(String name, String call) {
    return new Agent(name, Availability.BUSY, Optional.of(EarlierData.sid(call)));
  }
}
