package dev.agentpay.twilio;

import static dev.agentpay.twilio.Forms.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.core.CallSid;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallWebhooksTest {
  private static final String CALL = "CA" + "c".repeat(32);
  private static final String PARENT = "CA" + "d".repeat(32);

  @Test
  void a_softphones_leg_has_ended() {
    final CallStatus status =
        CallStatus.parse(
            encoded(
                "CallSid=%s&ParentCallSid=%s&From=%%2B18005551212&To=client%%3Aada&CallStatus=completed&Direction=outbound-dial&CallDuration=61&SequenceNumber=3&Timestamp=Wed%%2C+18+Dec+2019+20%%3A02%%3A01+%%2B0000"
                    .formatted(CALL, PARENT)));

    assertThat(status)
        .isEqualTo(
            new CallStatus(
                new CallSid(CALL),
                Optional.of(new CallSid(PARENT)),
                "+18005551212",
                "client:ada",
                CallProgress.COMPLETED,
                CallDirection.OUTBOUND_DIAL,
                Optional.of(61),
                Optional.of(3),
                Optional.of(Instant.parse("2019-12-18T20:02:01Z"))));
    assertThat(status.progress().isOver()).isTrue();
  }

  @Test
  void a_status_with_the_least() {
    assertThat(CallStatus.parse(encoded("CallStatus=ringing&ParentCallSid=&CallSid=" + CALL)))
        .isEqualTo(
            new CallStatus(
                new CallSid(CALL),
                Optional.empty(),
                "",
                "",
                CallProgress.RINGING,
                CallDirection.OTHER,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource(CallProgress.class)
  void every_status_is_known_by_its_wire_name(CallProgress progress) {
    assertThat(CallProgress.ofWire(progress.wire())).isEqualTo(progress);
  }

  @Test
  void an_unknown_status_ends_nothing() {
    assertThat(CallProgress.ofWire("teleported")).isEqualTo(CallProgress.OTHER);
    assertThat(CallProgress.OTHER.isOver()).isFalse();
    assertThat(CallProgress.ofWire("answered")).isEqualTo(CallProgress.IN_PROGRESS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CallStatus=ringing",
        "CallStatus=ringing&CallSid=",
        "CallStatus=ringing&CallSid=1"
      })
  void a_status_without_its_call_is_refused(String body) {
    assertThatThrownBy(() -> CallStatus.parse(encoded(body)))
        .isInstanceOf(BadWebhookException.class)
        .hasMessageStartingWith("CallSid: ");
  }

  @Test
  void a_status_without_a_status_or_with_a_bad_parent_is_refused() {
    assertThatThrownBy(() -> CallStatus.parse(encoded("CallSid=" + CALL)))
        .hasMessage("CallStatus: is missing");
    assertThatThrownBy(
            () -> CallStatus.parse(encoded("CallStatus=ringing&ParentCallSid=x&CallSid=" + CALL)))
        .hasMessage("ParentCallSid: a CallSid is CA and 32 hexadecimal digits");
  }

  @Test
  void a_call_comes_in() {
    assertThat(
            VoiceRequest.parse(
                encoded(
                    "CallSid=%s&From=%%2B14158675309&To=%%2B18005551212&Direction=inbound&CallStatus=ringing"
                        .formatted(CALL))))
        .isEqualTo(
            new VoiceRequest(
                new CallSid(CALL),
                "+14158675309",
                "+18005551212",
                CallDirection.INBOUND,
                CallProgress.RINGING,
                Map.of()));
  }

  @Test
  void sip_headers_are_found_in_any_letter_case() {
    final VoiceRequest request =
        VoiceRequest.parse(
            encoded(
                "CallSid=%s&SipHeader_x-inin-cnv=7&SipHeader_User-to-User=ab12%%3Bencoding%%3Dhex"
                    .formatted(CALL)));

    assertThat(request.sipHeader("X-ININ-CNV")).contains("7");
    assertThat(request.sipHeader("X-Other")).isEmpty();
    assertThat(request.uui()).contains("ab12;encoding=hex");
  }

  @Test
  void a_call_without_a_sid_is_refused() {
    assertThatThrownBy(() -> VoiceRequest.parse(encoded("From=x")))
        .isInstanceOf(BadWebhookException.class)
        .hasMessage("CallSid: is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "completed, true",
    "answered, true",
    "busy, false",
    "no-answer, false",
    "failed, false",
    "canceled, false"
  })
  void a_dial_has_ended(String status, boolean answered) {
    final DialEnded ended =
        DialEnded.parse(
            encoded(
                "CallSid=%s&DialCallSid=%s&DialCallStatus=%s&DialCallDuration=9"
                    .formatted(PARENT, CALL, status)));

    assertThat(ended.wasAnswered()).isEqualTo(answered);
    assertThat(ended.call().value()).isEqualTo(PARENT);
    assertThat(ended.leg()).contains(new CallSid(CALL));
    assertThat(ended.seconds()).contains(9);
  }

  @Test
  void a_dial_that_reached_nobody_has_no_leg() {
    final DialEnded ended =
        DialEnded.parse(encoded("CallSid=%s&DialCallStatus=failed".formatted(PARENT)));

    assertThat(ended.leg()).isEmpty();
    assertThat(ended.seconds()).isEmpty();
    assertThatThrownBy(() -> DialEnded.parse(encoded("CallSid=" + PARENT)))
        .hasMessage("DialCallStatus: is missing");
  }
}
