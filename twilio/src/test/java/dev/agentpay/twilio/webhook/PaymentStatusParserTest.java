package dev.agentpay.twilio.webhook;

import static dev.agentpay.payments.values.CaptureField.EXPIRATION_DATE;
import static dev.agentpay.payments.values.CaptureField.PAYMENT_CARD_NUMBER;
import static dev.agentpay.payments.values.CaptureField.SECURITY_CODE;
import static dev.agentpay.twilio.webhook.Forms.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.PayResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentStatusParserTest {
  private static final String CALL = "CA0123456789abcdef0123456789abcdef";
  private static final String PAYMENT = "PK0123456789abcdef0123456789abcdef";
  private static final String SIDS = "CallSid=" + CALL + "&Sid=" + PAYMENT;
  private static final String SESSION = "ps_abcdefghijklmnopqrstuvwxyz";

  @Test
  void parses_an_observed_create_callback() {
    final PaymentStatus status =
        parse(
            "PaymentConnector=PGP_MOCK&DateCreated=2021-08-10T03%3A55%3A53.408Z"
                + "&PaymentMethod=credit-card&ChargeAmount=9.99&AccountSid=AC1");

    assertThat(status.call().value()).isEqualTo(CALL);
    assertThat(status.payment().value()).isEqualTo(PAYMENT);
    assertThat(status.updatedAt()).contains(Instant.parse("2021-08-10T03:55:53.408Z"));
    assertThat(status.capture()).isEmpty();
    assertThat(status.required()).isEmpty();
    assertThat(status.masks()).isEmpty();
    assertThat(status.result()).isEmpty();
    assertThat(status.reason()).isEqualTo(PaymentStatus.Reason.NONE);
  }

  @Test
  void parses_an_observed_final_callback_of_a_charge() {
    final PaymentStatus status =
        parse(
            "SecurityCode=xxx&PaymentCardType=visa&PaymentConfirmationCode=ch_1&Result=success"
                + "&ProfileId=&DateUpdated=2021-08-10T03%3A58%3A27.290Z&PaymentToken="
                + "&PaymentMethod=credit-card&PaymentCardNumber=xxxxxxxxxxxx1111"
                + "&ExpirationDate=1225");

    assertThat(status.result()).contains(PayResult.SUCCESS);
    assertThat(status.confirmationCode()).contains("ch_1");
    assertThat(status.token()).isEmpty();
    assertThat(status.profile()).isEmpty();
    assertThat(status.cardType()).contains("visa");
    assertThat(status.required()).isEmpty();
    assertThat(status.masks())
        .isEqualTo(
            Map.of(
                PAYMENT_CARD_NUMBER, "xxxxxxxxxxxx1111",
                EXPIRATION_DATE, "xxxx",
                SECURITY_CODE, "xxx"));
  }

  @Test
  void parses_the_final_callback_of_a_tokenisation() {
    final PaymentStatus status =
        parse("Result=success&PaymentConfirmationCode=&PaymentToken=hgyvy76&ProfileId=7e6a1fc3");

    assertThat(status.confirmationCode()).isEmpty();
    assertThat(status.token()).contains("hgyvy76");
    assertThat(status.profile()).contains("7e6a1fc3");
  }

  @Test
  void parses_a_failure_with_all_reasons() {
    final PaymentStatus status =
        parse(
            "Result=payment-connector-error&PayErrorCode=64008&PaymentError=Gateway+rejected"
                + "&ConnectorError=card_declined");

    assertThat(status.result()).contains(PayResult.PAYMENT_CONNECTOR_ERROR);
    assertThat(status.reason())
        .isEqualTo(
            new PaymentStatus.Reason(
                Optional.of(64008), Optional.of("Gateway rejected"), Optional.of("card_declined")));
  }

  @Test
  void ignores_a_non_numeric_error_code() {
    assertThat(parse("PayErrorCode=E-7&PaymentError=x").reason().payErrorCode()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "payment-card-number,expiration-date",
        "payment-card-number, expiration-date",
        " payment-card-number expiration-date ",
        "payment-card-number;expiration-date",
        "payment-card-number%7Cexpiration-date",
        "%5B%22payment-card-number%22%2C%22expiration-date%22%5D",
        "PaymentCardNumber,ExpirationDate",
        "PaymentCardNumber+ExpirationDate",
        "paymentCardNumber,%0AexpirationDate",
        "PAYMENT_CARD_NUMBER,EXPIRATION_DATE",
        "payment-card-number,expiration-date,payment-card-number-matcher,shoe-size",
        "payment-card-number,,expiration-date,payment-card-number",
      })
  void parses_required_in_every_spelling(String required) {
    assertThat(parse("Capture=payment-card-number&Required=" + required).required())
        .contains(List.of(PAYMENT_CARD_NUMBER, EXPIRATION_DATE));
  }

  @ParameterizedTest
  @EnumSource(CaptureField.class)
  void knows_every_field_by_its_wire_name(CaptureField field) {
    final PaymentStatus status =
        parse("Capture=%s&Required=%s".formatted(field.wire(), field.wire()));

    assertThat(status.capture()).contains(field);
    assertThat(status.required()).contains(List.of(field));
  }

  @ParameterizedTest
  @CsvSource({
    "PaymentCardPostalCode, POSTAL_CODE",
    "PostalCode, POSTAL_CODE",
    "SecurityCode, SECURITY_CODE",
    "BankRoutingNumber, BANK_ROUTING_NUMBER",
    "BankAccountNumber, BANK_ACCOUNT_NUMBER"
  })
  void knows_fields_by_their_parameter_names_too(String name, CaptureField field) {
    assertThat(parse("Capture=x&Required=" + name).required()).contains(List.of(field));
  }

  @Test
  void an_empty_required_means_all_captured() {
    assertThat(parse("Capture=security-code&Required=").required()).contains(List.of());
  }

  @Test
  void a_missing_required_is_absent() {
    assertThat(parse("Capture=security-code&ErrorType=input-timeout").required()).isEmpty();
  }

  @Test
  void ignores_required_without_capture() {
    assertThat(parse("Required=").required()).isEmpty();
    assertThat(parse("Capture=&Required=").required()).isEmpty();
  }

  @Test
  void required_with_only_unknown_items_is_empty() {
    assertThat(parse("Capture=security-code&Required=shoe-size").required()).contains(List.of());
  }

  @Test
  void ignores_an_unknown_capture_but_not_its_required() {
    final PaymentStatus status = parse("Capture=shoe-size&Required=postal-code");

    assertThat(status.capture()).isEmpty();
    assertThat(status.required()).contains(List.of(CaptureField.POSTAL_CODE));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false", "'', false", "TRUE, false", "1, false"})
  void only_true_means_partial(String value, boolean partial) {
    assertThat(parse("Capture=security-code&PartialResult=" + value).partial()).isEqualTo(partial);
    assertThat(parse("Capture=security-code").partial()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "input-timeout, INPUT_TIMEOUT",
    "timeout, INPUT_TIMEOUT",
    "invalid-date, INVALID_DATE",
    "date-validation-failed, INVALID_DATE",
    "session-in-progress, SESSION_IN_PROGRESS",
    "invalid-card-number-security-code-capture-sequence, CODE_BEFORE_CARD",
    "moon-phase, OTHER"
  })
  void an_unknown_error_type_is_other(String wire, ErrorType error) {
    assertThat(parse("Capture=expiration-date&ErrorType=" + wire).error()).contains(error);
  }

  @Test
  void empty_values_are_absent() {
    final PaymentStatus status =
        parse("Capture=&ErrorType=&Result=&PaymentCardType=&PaymentCardNumber=&PayErrorCode=");

    assertThat(status)
        .isEqualTo(parse("Unheard=of"))
        .extracting(PaymentStatus::error)
        .isEqualTo(Optional.empty());
  }

  @Test
  void an_unknown_result_is_other() {
    assertThat(parse("Result=transaction-cancelled").result())
        .contains(PayResult.TRANSACTION_CANCELLED);
    assertThat(parse("Result=novel").result()).contains(PayResult.OTHER);
  }

  @ParameterizedTest
  @CsvSource({
    "2021-08-10T03:58:27.290Z, 2021-08-10T03:58:27.290Z",
    "2021-08-10T03:58:27Z, 2021-08-10T03:58:27Z",
    "2021-08-10T03:58:27.290123Z, 2021-08-10T03:58:27.290123Z",
    "2021-08-10T05:58:27.290%2B02:00, 2021-08-10T03:58:27.290Z",
    "'Wed, 18 Dec 2019 20:02:01 %2B0000', 2019-12-18T20:02:01Z",
    "'Thu, 1 Aug 2024 00:00:00 GMT', 2024-08-01T00:00:00Z"
  })
  void parses_both_time_formats(String written, Instant time) {
    assertThat(parse("DateUpdated=" + written).updatedAt()).contains(time);
  }

  @Test
  void prefers_the_update_time_to_the_creation_time() {
    final String created = "DateCreated=2021-08-10T03:55:53.408Z&";

    assertThat(parse(created + "DateUpdated=2021-08-10T03:58:27.290Z").updatedAt())
        .contains(Instant.parse("2021-08-10T03:58:27.290Z"));
    assertThat(parse(created + "DateUpdated=noon").updatedAt())
        .contains(Instant.parse("2021-08-10T03:55:53.408Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"noon", "2021-13-10T03:58:27.290Z", "2021-08-10", "Wed, noon", "T"})
  void an_invalid_time_is_absent(String written) {
    assertThat(parse("DateUpdated=" + written).updatedAt()).isEmpty();
  }

  @Test
  void reads_hints_from_the_query() {
    final PaymentStatus status =
        PaymentStatusParser.parse(
            encoded(SIDS), Form.parseQuery("session=" + SESSION + "&capture=12"));

    assertThat(status.sessionHint().orElseThrow().value()).isEqualTo(SESSION);
    assertThat(status.captureHint()).isEqualTo(OptionalLong.of(12));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "session=&capture=", "session=ps_1&capture=0", "capture=-1", "capture=x"})
  void an_invalid_hint_is_absent(String query) {
    final PaymentStatus status = PaymentStatusParser.parse(encoded(SIDS), Form.parseQuery(query));

    assertThat(status.sessionHint()).isEmpty();
    assertThat(status.captureHint()).isEmpty();
  }

  @Test
  void ignores_hints_in_the_body() {
    final PaymentStatus status = parse("session=" + SESSION + "&capture=12");

    assertThat(status.sessionHint()).isEmpty();
    assertThat(status.captureHint()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Sid=PK0123456789abcdef0123456789abcdef, 'CallSid: is missing'",
    "CallSid=CA0123456789abcdef0123456789abcdef, 'Sid: is missing'",
    "CallSid=CA0123456789abcdef0123456789abcdef&Sid=, 'Sid: is missing'",
    "CallSid=nonsense&Sid=PK0123456789abcdef0123456789abcdef, "
        + "'CallSid: a CallSid is CA and 32 hexadecimal digits'",
    "CallSid=CA0123456789abcdef0123456789abcdef&Sid=PK1, "
        + "'Sid: a Payment sid is PK and 32 hexadecimal digits'"
  })
  void refuses_a_callback_without_valid_sids(String body, String message) {
    assertThatThrownBy(() -> PaymentStatusParser.parse(encoded(body), Form.EMPTY))
        .isInstanceOf(BadWebhookException.class)
        .hasMessage(message);
  }

  @Test
  void ignores_an_implausible_card_brand() {
    assertThat(parse("PaymentCardType=4111111111111111").cardType()).isEmpty();
    assertThat(parse("PaymentCardType=diners-club").cardType()).contains("diners-club");
  }

  @Test
  void masks_a_card_number_in_the_processors_text() {
    final PaymentStatus status =
        parse("PaymentError=bad+card+4111111111111111&ConnectorError=4111-1111-1111-1111");

    assertThat(status.reason().paymentError()).contains("bad card xxxxxxxxxxxx1111");
    assertThat(status.reason().connectorError()).contains("xxxx-xxxx-xxxx-1111");
  }

  private static PaymentStatus parse(String body) {
    return PaymentStatusParser.parse(encoded(SIDS + "&" + body), Form.EMPTY);
  }
}
