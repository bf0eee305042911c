package dev.agentpay.app.earlier;

import static dev.agentpay.client.model.SessionState.ABANDONED;
import static dev.agentpay.client.model.SessionState.CANCELLED;
import static dev.agentpay.client.model.SessionState.CANCELLING;
import static dev.agentpay.client.model.SessionState.CAPTURING;
import static dev.agentpay.client.model.SessionState.PAID;
import static dev.agentpay.client.model.SessionState.UNCONFIRMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpay.app.compat.CompatServer;
import dev.agentpay.client.model.Availability;
import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.Field;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.SessionState;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that starts on a data folder of version 0.1 continues its work: outbox tasks,
/// callbacks, deadlines, streams, calls. [EarlierDataTest] tests that the data is readable.
class EarlierDataContinuesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void stream_resumes_at_a_position_in_the_old_feed() {
    try (EarlierData data = EarlierData.idle(folder)) {
      assertThat(data.requests().eventsAfter(EarlierData.POSITION, 7))
          .containsExactly(
              "call-arrived",
              "call-arrived",
              "caller-waits",
              "call-arrived",
              "caller-waits",
              "agent-ready",
              "caller-recalled");
    }
  }

  @Test
  void old_idempotency_key_returns_the_old_session() {
    try (EarlierData data = EarlierData.idle(folder)) {
      final String body =
          "{\"call\":{\"sid\":\"%s\"},\"amount\":\"20.00\",\"currency\":\"USD\",\"reference\":\"keyed\"}"
              .formatted(EarlierData.sid("keyed"));
      final HttpResponse<String> repeated = data.requests().start("bob", "the-first-version", body);
      assertThat(repeated.statusCode()).isEqualTo(201);
      assertThat(CompatServer.json(repeated).path("id").asString(""))
          .isEqualTo(data.session("keyed").id());
      assertThat(
              data.requests()
                  .start("bob", "the-first-version", body.replace("20.00", "21.00"))
                  .statusCode())
          .isEqualTo(422);
    }
  }

  @Test
  void sends_instructions_from_the_outbox() {
    try (EarlierData data = EarlierData.sweeping(folder)) {
      awaitState(data, "opening-not-sent", CAPTURING);
      assertInstructed(data, "opening-not-sent", ":1", "ChargeAmount", "42.50");
      assertInstructed(data, "capture-put-off", ":10", "Capture", "payment-card-number");
      assertInstructed(data, "completing-leased", ":18", "Status", "complete");
      assertInstructed(data, "cancelling", ":6", "Status", "cancel");
      awaitState(data, "cancelling", CANCELLED);
      awaitState(data, "cancelling-adopted", CANCELLED);
      assertInstructed(data, "orphan", ":4", "Status", "cancel");
      awaitState(data, "unconfirmed-asking", PAID);
      assertThat(data.outcome("unconfirmed-asking").confirmationCode())
          .contains(EarlierTwilio.CHARGE);
      for (String answered : List.of("opening-unanswered", "ready", "completing")) {
        assertThat(data.twilio().posted(EarlierData.sid(answered))).isEmpty();
      }
    }
  }

  @Test
  void processes_callbacks_from_the_spool() {
    try (EarlierData data = EarlierData.sweeping(folder)) {
      awaitState(data, "completing-spooled", PAID);
      assertThat(data.outcome("completing-spooled").confirmationCode()).contains("ch_spooled");
      awaitState(data, "opening-spooled", CAPTURING);
      await()
          .atMost(TIMEOUT)
          .until(
              () ->
                  data.session("capturing-spooled")
                      .capturing()
                      .equals(Optional.of(CaptureField.EXPIRATION_DATE)));
      assertThat(
              data.session("capturing-spooled")
                  .field(CaptureField.PAYMENT_CARD_NUMBER)
                  .map(Field::mask))
          .contains("xxxxxxxxxxxx4242");
      await().atMost(TIMEOUT).until(() -> folder.resolve("callbacks.spool").toFile().length() == 0);
    }
  }

  @Test
  void overdue_deadlines_fire() {
    try (EarlierData data = EarlierData.overdue(folder)) {
      awaitState(data, "opening-unanswered", CANCELLING);
      for (String reference : List.of("idle", "capturing", "ready")) {
        awaitState(data, reference, CANCELLED);
        assertThat(data.twilio().posted(EarlierData.sid(reference)))
            .extracting(request -> request.value("Status"))
            .containsExactly("cancel");
      }
      awaitState(data, "cancelling-unanswered", CANCELLED);
      awaitState(data, "completing", PAID);
      assertThat(data.eventsOf(data.session("completing").id()))
          .containsSubsequence("session-unconfirmed", "ledger-asked", "session-paid");
      assertThat(data.state("unconfirmed-released"))
          .as("the connector has no ledger")
          .isEqualTo(UNCONFIRMED);
    }
  }

  @Test
  void ended_call_frees_the_agent_and_abandons_the_payment() {
    try (EarlierData data = EarlierData.idle(folder)) {
      status(data, "softphone", "completed", "");
      data.assertCall("softphone", Call.Route.SOFTPHONE, Call.State.ENDED, "erin");
      assertThat(data.agent("erin").availability()).isEqualTo(Availability.READY);
      status(data, "capturing", "completed", "");
      assertThat(data.state("capturing")).isEqualTo(ABANDONED);
    }
  }

  @Test
  void start_frees_an_agent_whose_call_has_ended() {
    try (EarlierData data = EarlierData.idle(folder)) {
      awaitFrankIsFree(data);
    }
  }

  private static void awaitFrankIsFree(EarlierData data) {
    await().atMost(TIMEOUT).until(() -> data.agent("frank").availability() == Availability.READY);
    assertThat(data.agent("frank").call()).isEmpty();
  }

  @Test
  void continues_ringing_and_recalled_calls() {
    try (EarlierData data = EarlierData.idle(folder)) {
      awaitFrankIsFree(data);
      final Map<String, String> leg =
          Map.of(
              "CallSid",
              EarlierData.sid("a new leg"),
              "ParentCallSid",
              EarlierData.sid("ringing"),
              "CallStatus",
              "in-progress");
      data.requests()
          .webhook("/twilio/calls/status?leg=agent&route=softphone&agent=grace&ring=2", leg);
      data.assertCall("ringing", Call.Route.SOFTPHONE, Call.State.ANSWERED, "grace");

      assertThat(
              data.requests().webhook("/twilio/voice/recalled", voiceWebhook("waiting-recalled")))
          .contains("<Client", "carol");
      data.assertCall("waiting-recalled", Call.Route.SOFTPHONE, Call.State.RINGING, "carol");
      assertThat(data.requests().webhook("/twilio/voice/incoming", voiceWebhook("waiting")))
          .as("the next ready agent")
          .contains("<Client", "frank");
    }
  }

  @Test
  void waiting_claim_gets_the_call_with_its_uui() {
    try (EarlierData data = EarlierData.idle(folder)) {
      assertThat(data.as("judy").callsByUui("conversation-1"))
          .extracting(Call::sid)
          .containsExactly(EarlierData.sid("claimed-by-uui"));
      status(data, "dialed now", "ringing", "?leg=customer&route=sip-out&uui=conversation-4");
      data.assertCall("dialed now", Call.Route.SIP_OUT, Call.State.ARRIVED, "dave");
      assertThat(data.agent("dave").call()).contains(EarlierData.sid("dialed now"));
    }
  }

  @Test
  void agents_keep_their_sync_service() {
    try (EarlierData data = EarlierData.today(folder)) {
      assertThat(data.requests().syncServiceOf("bob")).isEqualTo(EarlierData.service(3));
      assertThat(data.requests().syncServiceOf("judy")).isEqualTo(EarlierData.service(2));
      assertThat(data.requests().syncServiceOf("alice")).isEqualTo(EarlierData.service(1));
      assertThat(data.twilio().received(EarlierData.service(2)))
          .as("the service is cleared, because bob had it before judy")
          .isTrue();
      assertThat(data.twilio().received(EarlierData.service(3)))
          .as("the service was cleared before")
          .isFalse();

      final PaySession mirrored = data.withoutReference().getFirst();
      data.requests()
          .webhook(
              "/twilio/payments/status?session=" + mirrored.id(),
              Map.of(
                  "CallSid", mirrored.call(),
                  "Sid", mirrored.payment().orElseThrow(),
                  "Result", "success",
                  "PaymentConfirmationCode", "ch_mirrored",
                  "DateUpdated", "2025-11-20T10:05:00.000Z"));
      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () ->
                  assertThat(data.twilio().posted(EarlierData.service(3) + "/Maps/payMap/Items"))
                      .isNotEmpty());
    }
  }

  private static void awaitState(EarlierData data, String reference, SessionState state) {
    await()
        .atMost(TIMEOUT)
        .alias(reference + " becomes " + state)
        .until(() -> data.state(reference) == state);
  }

  /// Asserts that the first request to Twilio about the session has this parameter, and the
  /// idempotency key of the first attempt.
  private static void assertInstructed(
      EarlierData data, String reference, String key, String parameter, String value) {
    final PaySession session = data.session(reference);
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(data.twilio().posted(session.call() + "/Payments"))
                    .as(reference)
                    .isNotEmpty());
    final EarlierTwilio.Request first =
        data.twilio().posted(session.call() + "/Payments").getFirst();
    assertThat(first.value(parameter)).isEqualTo(value);
    assertThat(first.value("IdempotencyKey")).isEqualTo(session.id() + key);
  }

  private static void status(EarlierData data, String call, String status, String query) {
    final Map<String, String> leg =
        Map.of(
            "CallSid",
            EarlierData.sid(call),
            "CallStatus",
            status,
            "From",
            "+12025550100",
            "To",
            "+12025552999");
    data.requests()
        .webhook(
            "/twilio/calls/status" + query,
            query.isEmpty()
                ? leg
                : Map.of(
                    "CallSid",
                    EarlierData.sid(call),
                    "ParentCallSid",
                    EarlierData.sid("a leg of the pbx"),
                    "CallStatus",
                    status,
                    "From",
                    "+12025550100",
                    "To",
                    "+12025552999"));
  }

  private static Map<String, String> voiceWebhook(String call) {
    return Map.of(
        "CallSid", EarlierData.sid(call),
        "CallStatus", "in-progress",
        "From", "+12025552040",
        "To", "+12025550100");
  }
}
