package dev.agentpay.app.earlier;

import static dev.agentpay.client.model.SessionState.ABANDONED;
import static dev.agentpay.client.model.SessionState.CANCELLED;
import static dev.agentpay.client.model.SessionState.CANCELLING;
import static dev.agentpay.client.model.SessionState.CAPTURING;
import static dev.agentpay.client.model.SessionState.PAID;
import static dev.agentpay.client.model.SessionState.UNCONFIRMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpay.app.compat.CompatBench;
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

/// A server that is started on a data folder of version 0.1 continues the work in it: instructions,
/// callbacks, deadlines, streams, calls. [EarlierDataTest] reads what is there.
class EarlierDataGoesOnTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void a_stream_resumes_at_a_position_of_the_old_feed() {
    try (EarlierData data = EarlierData.idle(folder)) {
      assertThat(data.requests().heardAfter(EarlierData.POSITION, 7))
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
  void an_old_idempotency_key_returns_the_old_session() {
    try (EarlierData data = EarlierData.idle(folder)) {
      final String body =
          "{\"call\":{\"sid\":\"%s\"},\"amount\":\"20.00\",\"currency\":\"USD\",\"reference\":\"keyed\"}"
              .formatted(EarlierData.sid("keyed"));
      final HttpResponse<String> again = data.requests().start("bob", "the-first-version", body);
      assertThat(again.statusCode()).isEqualTo(201);
      assertThat(CompatBench.json(again).path("id").asString(""))
          .isEqualTo(data.session("keyed").id());
      assertThat(
              data.requests()
                  .start("bob", "the-first-version", body.replace("20.00", "21.00"))
                  .statusCode())
          .isEqualTo(422);
    }
  }

  @Test
  void instructions_that_waited_in_the_outbox_are_sent() {
    try (EarlierData data = EarlierData.sweeping(folder)) {
      becomes(data, "opening-not-sent", CAPTURING);
      isTold(data, "opening-not-sent", ":1", "ChargeAmount", "42.50");
      isTold(data, "capture-put-off", ":10", "Capture", "payment-card-number");
      isTold(data, "completing-leased", ":18", "Status", "complete");
      isTold(data, "cancelling", ":6", "Status", "cancel");
      becomes(data, "cancelling", CANCELLED);
      becomes(data, "cancelling-adopted", CANCELLED);
      isTold(data, "orphan", ":4", "Status", "cancel");
      becomes(data, "unconfirmed-asking", PAID);
      assertThat(data.outcome("unconfirmed-asking").confirmationCode())
          .contains(EarlierTwilio.CHARGE);
      for (String answered : List.of("opening-unanswered", "ready", "completing")) {
        assertThat(data.twilio().posted(EarlierData.sid(answered))).isEmpty();
      }
    }
  }

  @Test
  void callbacks_that_waited_in_the_spool_are_processed() {
    try (EarlierData data = EarlierData.sweeping(folder)) {
      becomes(data, "completing-spooled", PAID);
      assertThat(data.outcome("completing-spooled").confirmationCode()).contains("ch_spooled");
      becomes(data, "opening-spooled", CAPTURING);
      await()
          .atMost(PATIENCE)
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
      await()
          .atMost(PATIENCE)
          .until(() -> folder.resolve("callbacks.spool").toFile().length() == 0);
    }
  }

  @Test
  void overdue_deadlines_fire() {
    try (EarlierData data = EarlierData.overdue(folder)) {
      becomes(data, "opening-unanswered", CANCELLING);
      for (String left : List.of("idle", "capturing", "ready")) {
        becomes(data, left, CANCELLED);
        assertThat(data.twilio().posted(EarlierData.sid(left)))
            .extracting(request -> request.value("Status"))
            .containsExactly("cancel");
      }
      becomes(data, "cancelling-unanswered", CANCELLED);
      becomes(data, "completing", PAID);
      assertThat(data.eventsOf(data.session("completing").id()))
          .containsSubsequence("session-unconfirmed", "ledger-asked", "session-paid");
      assertThat(data.state("unconfirmed-released"))
          .as("its connector has no ledger")
          .isEqualTo(UNCONFIRMED);
    }
  }

  @Test
  void a_call_that_ends_frees_its_agent_and_abandons_its_payment() {
    try (EarlierData data = EarlierData.idle(folder)) {
      status(data, "softphone", "completed", "");
      data.isCall("softphone", Call.Route.SOFTPHONE, Call.State.ENDED, "erin");
      assertThat(data.agent("erin").availability()).isEqualTo(Availability.READY);
      status(data, "capturing", "completed", "");
      assertThat(data.state("capturing")).isEqualTo(ABANDONED);
    }
  }

  @Test
  void an_agent_who_is_busy_with_an_ended_call_is_freed_at_the_start() {
    try (EarlierData data = EarlierData.idle(folder)) {
      frankIsFree(data);
    }
  }

  private static void frankIsFree(EarlierData data) {
    await().atMost(PATIENCE).until(() -> data.agent("frank").availability() == Availability.READY);
    assertThat(data.agent("frank").call()).isEmpty();
  }

  @Test
  void a_ringing_agent_answers_and_a_recalled_caller_is_connected() {
    try (EarlierData data = EarlierData.idle(folder)) {
      frankIsFree(data);
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
      data.isCall("ringing", Call.Route.SOFTPHONE, Call.State.ANSWERED, "grace");

      assertThat(data.requests().webhook("/twilio/voice/recalled", asks("waiting-recalled")))
          .contains("<Client", "carol");
      data.isCall("waiting-recalled", Call.Route.SOFTPHONE, Call.State.RINGING, "carol");
      assertThat(data.requests().webhook("/twilio/voice/incoming", asks("waiting")))
          .as("the next who is ready")
          .contains("<Client", "frank");
    }
  }

  @Test
  void a_claim_that_waits_gets_the_call_that_is_dialled_under_its_uui() {
    try (EarlierData data = EarlierData.idle(folder)) {
      assertThat(data.as("judy").callsByUui("conversation-1"))
          .extracting(Call::sid)
          .containsExactly(EarlierData.sid("claimed-by-uui"));
      status(data, "dialled now", "ringing", "?leg=customer&route=sip-out&uui=conversation-4");
      data.isCall("dialled now", Call.Route.SIP_OUT, Call.State.ARRIVED, "dave");
      assertThat(data.agent("dave").call()).contains(EarlierData.sid("dialled now"));
    }
  }

  @Test
  void agents_of_existing_clients_get_the_sync_service_they_had() {
    try (EarlierData data = EarlierData.today(folder)) {
      assertThat(data.requests().syncServiceOf("bob")).isEqualTo(EarlierData.service(3));
      assertThat(data.requests().syncServiceOf("judy")).isEqualTo(EarlierData.service(2));
      assertThat(data.requests().syncServiceOf("alice")).isEqualTo(EarlierData.service(1));
      assertThat(data.twilio().wasAsked(EarlierData.service(2)))
          .as("it is emptied, as bob had it before judy")
          .isTrue();
      assertThat(data.twilio().wasAsked(EarlierData.service(3)))
          .as("it has been emptied before")
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
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(data.twilio().posted(EarlierData.service(3) + "/Maps/payMap/Items"))
                      .isNotEmpty());
    }
  }

  private static void becomes(EarlierData data, String reference, SessionState state) {
    await()
        .atMost(PATIENCE)
        .alias(reference + " becomes " + state)
        .until(() -> data.state(reference) == state);
  }

  /// Twilio got this for the session, under the key that the first attempt had, and nothing of the
  /// kind before.
  private static void isTold(
      EarlierData data, String reference, String key, String parameter, String value) {
    final PaySession session = data.session(reference);
    await()
        .atMost(PATIENCE)
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
                    EarlierData.sid("a pbx's leg"),
                    "CallStatus",
                    status,
                    "From",
                    "+12025550100",
                    "To",
                    "+12025552999"));
  }

  private static Map<String, String> asks(String call) {
    return Map.of(
        "CallSid", EarlierData.sid(call),
        "CallStatus", "in-progress",
        "From", "+12025552040",
        "To", "+12025550100");
  }
}
