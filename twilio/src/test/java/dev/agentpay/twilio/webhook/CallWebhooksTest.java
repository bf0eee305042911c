package dev.agentpay.twilio.webhook;

import static dev.agentpay.twilio.webhook.Forms.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.CallDirection;
import dev.agentpay.twilio.CallProgress;
import dev.agentpay.twilio.PhoneNumbers;
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
  void parses_the_end_of_a_softphones_leg() {
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
  void parses_a_minimal_status() {
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
  void knows_every_status_by_its_wire_name(CallProgress progress) {
    assertThat(CallProgress.ofWire(progress.wire())).isEqualTo(progress);
  }

  @Test
  void an_unknown_status_is_not_an_end() {
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
  void refuses_a_status_without_call(String body) {
    assertThatThrownBy(() -> CallStatus.parse(encoded(body)))
        .isInstanceOf(BadWebhookException.class)
        .hasMessageStartingWith("CallSid: ");
  }

  @Test
  void refuses_a_missing_status_or_malformed_parent() {
    assertThatThrownBy(() -> CallStatus.parse(encoded("CallSid=" + CALL)))
        .hasMessage("CallStatus: is missing");
    assertThatThrownBy(
            () -> CallStatus.parse(encoded("CallStatus=ringing&ParentCallSid=x&CallSid=" + CALL)))
        .hasMessage("ParentCallSid: a CallSid is CA and 32 hexadecimal digits");
  }

  @Test
  void parses_an_inbound_call() {
    assertThat(
            VoiceRequest.parse(
                encoded(
                    "CallSid=%s&From=%%2B14158675309&To=%%2B18005551212&Direction=inbound&CallStatus=ringing"
                        .formatted(CALL)),
                PhoneNumbers.INTERNATIONAL))
        .isEqualTo(
            new VoiceRequest(
                new CallSid(CALL),
                "+14158675309",
                "+18005551212",
                CallDirection.INBOUND,
                CallProgress.RINGING,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("+18005551212"),
                Optional.of("+14158675309")));
  }

  @Test
  void finds_sip_headers_in_any_case() {
    final VoiceRequest request =
        voice("SipHeader_x-inin-cnv=7&SipHeader_User-to-User=6137%3Bencoding%3Dhex");

    assertThat(request.sipHeader("X-ININ-CNV")).contains("7");
    assertThat(request.sipHeader("X-Other")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SipHeader_x-inin-cnv=7&SipHeader_User-to-User=6137%3Bencoding%3Dhex, 7",
    "SipHeader_User-to-User=6137%3Bencoding%3Dhex&SipHeader_X-ININ-CNV=7%3Bpurpose%3Dx, 7",
    "SipHeader_USER-TO-USER=6137%253Bencoding%253Dhex, a7",
    "sipHeader_user-to-user=b8&SipHeader_X-Inin-Cnv=, b8",
    "SipHeader_X-User-to-User=b8, ''"
  })
  void finds_the_uui_in_sip_headers(String headers, String uui) {
    assertThat(voice(headers).uui().orElse("")).isEqualTo(uui);
  }

  @ParameterizedTest
  @CsvSource({
    "%2B15550100, +15550100",
    "sip%3A%2B15550100%40pay.sip.twilio.com, +15550100",
    "sip%3A%2B15550100%40pay.sip.twilio.com%3A5061%3Btransport%3Dtls, +15550100",
    "sips%3A%252B15550100%40pay.sip.twilio.com, +15550100",
    "sip%3A%252b15550100%3Bphone-context%3Dx%40pay.sip.twilio.com, +15550100",
    "sip%3A%2B1-202-555-0142%40x.example%3Buser%3Dphone, +12025550142",
    "tel%3A%2B1(202)555.0142, +12025550142",
    "%2B2908234, +2908234",
    "15550100, ''",
    "123456789012345, ''",
    "sip%3Aada%40pay.sip.twilio.com, ''",
    "client%3A15550100, ''",
    "'', ''"
  })
  void finds_the_numbers_of_both_ends(String address, String number) {
    assertThat(voice("To=" + address).calledNumber().orElse("")).isEqualTo(number);
    assertThat(voice("From=" + address).callerNumber().orElse("")).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({
    "US, 2025550142, +12025550142",
    "US, 12025550142, +12025550142",
    "US, 01144201112222, ''",
    "US, 011442079460000, +442079460000",
    "US, 912025550142, ''",
    "US, 7001, ''",
    "US, 911, ''",
    "gb, 02079460000, +442079460000",
    "DE, 03012345678, +493012345678",
  })
  void dials_numbers_without_a_country_code_in_the_default_region(
      String region, String user, String number) {
    final VoiceRequest request =
        VoiceRequest.parse(
            encoded("CallSid=%s&To=sip%%3A%s%%40x.example".formatted(CALL, user)),
            PhoneNumbers.in(region).orElseThrow());
    assertThat(request.calledNumber().orElse("")).isEqualTo(number);
  }

  @Test
  void knows_no_region_of_another_name() {
    assertThat(PhoneNumbers.in("XX")).isEmpty();
    assertThat(PhoneNumbers.in("")).isEmpty();
    assertThat(PhoneNumbers.in("001")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anonymous",
        "Restricted",
        "%2B266696687",
        "266696687",
        "%2B7378742833",
        "%2B2562533",
        "%2B8656696",
        "%2B86282452253",
        "unknown",
        "sip%3Aanonymous%40anonymous.invalid",
        "sip%3A%2B266696687%40x.example"
      })
  void a_withheld_number_is_absent(String from) {
    assertThat(voice("From=" + from).callerNumber()).isEmpty();
    assertThat(voice("From=" + from).from()).isEmpty();
    assertThat(
            CallStatus.parse(encoded("CallSid=%s&CallStatus=ringing&From=%s".formatted(CALL, from)))
                .from())
        .isEmpty();
  }

  @Test
  void finds_the_called_sip_domain() {
    assertThat(voice("To=sip%3Aada%40B.sip.twilio.com&SipDomain=a.sip.twilio.com").sipDomain())
        .contains("a.sip.twilio.com");
    assertThat(voice("To=sip%3Aada%40B.sip.twilio.com%3A5061%3Bx%3Dy&SipDomain=").sipDomain())
        .contains("b.sip.twilio.com");
    assertThat(voice("To=%2B15550100").sipDomain()).isEmpty();
    assertThat(voice("To=client%3Aada%40example.com").sipDomain()).isEmpty();
  }

  @Test
  void parses_application_and_toll_free_location() {
    final VoiceRequest request =
        voice("ApplicationSid=AP1&TollFreeMobileOriginationLocation=us-ca");

    assertThat(request.applicationSid()).contains("AP1");
    assertThat(request.tollFreeLocation()).contains("us-ca");
    assertThat(voice("TollFreeMobileOriginationLocation=").tollFreeLocation()).isEmpty();
  }

  @Test
  void refuses_a_call_without_sid() {
    assertThatThrownBy(() -> VoiceRequest.parse(encoded("From=x"), PhoneNumbers.INTERNATIONAL))
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
  void parses_the_end_of_a_dial(String status, boolean answered) {
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
  void a_dial_without_answer_has_no_leg() {
    final DialEnded ended =
        DialEnded.parse(encoded("CallSid=%s&DialCallStatus=failed".formatted(PARENT)));

    assertThat(ended.leg()).isEmpty();
    assertThat(ended.seconds()).isEmpty();
    assertThatThrownBy(() -> DialEnded.parse(encoded("CallSid=" + PARENT)))
        .hasMessage("DialCallStatus: is missing");
  }

  private static VoiceRequest voice(String parameters) {
    return VoiceRequest.parse(
        encoded("CallSid=" + CALL + "&" + parameters), PhoneNumbers.INTERNATIONAL);
  }
}
