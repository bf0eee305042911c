package dev.agentpay.twilio.webhook;

import static dev.agentpay.payments.values.CaptureField.EXPIRATION_DATE;
import static dev.agentpay.payments.values.CaptureField.PAYMENT_CARD_NUMBER;
import static dev.agentpay.payments.values.CaptureField.POSTAL_CODE;
import static dev.agentpay.twilio.webhook.Forms.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.session.SecondEntry;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.twilio.sync.SyncShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests callbacks about fields that have to be typed twice, in every way in which Twilio may write
/// them.
class SecondEntriesTest {
  private static final String CARD = "payment-card-number";
  private static final String SIDS =
      "CallSid=CA0123456789abcdef0123456789abcdef&Sid=PK0123456789abcdef0123456789abcdef&";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "payment-card-number,payment-card-number-matcher,expiration-date",
        "PaymentCardNumber, PaymentCardNumberMatcher, ExpirationDate",
        "payment-card-number,expiration-date",
      })
  void the_start_of_a_first_entry_is_like_that_of_an_only_entry(String required) {
    final PaymentStatus status = parse("Capture=" + CARD + "&Required=" + required);
    assertThat(status.secondEntry()).isEmpty();
    assertThat(status.capture()).contains(PAYMENT_CARD_NUMBER);
    assertThat(status.required()).contains(List.of(PAYMENT_CARD_NUMBER, EXPIRATION_DATE));
  }

  @ParameterizedTest
  @CsvSource({
    "'payment-card-number-matcher,expiration-date', ''",
    "'PaymentCardNumberMatcher,ExpirationDate', '&PartialResult=false'",
    "'payment-card-number,expiration-date', ''",
  })
  void the_end_of_a_first_entry_asks_for_the_second(String required, String more) {
    final PaymentStatus status =
        parse(
            "Capture=payment-card-number&PaymentCardNumber=xxxxxxxxxxxx4242&Required="
                + required
                + more);
    assertThat(status.secondEntry()).contains(SecondEntry.DUE);
    assertThat(status.required()).contains(List.of(PAYMENT_CARD_NUMBER, EXPIRATION_DATE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"&PartialResult=true", "&ErrorType=invalid-card-number"})
  void an_unfinished_first_entry_does_not_ask_for_the_second(String more) {
    assertThat(
            parse("Capture=payment-card-number&PaymentCardNumber=x&Required=" + CARD + more)
                .secondEntry())
        .isEmpty();
  }

  @Test
  void the_end_of_an_only_entry_asks_for_no_second() {
    assertThat(
            parse("Capture=payment-card-number&PaymentCardNumber=xxxx4242&Required=expiration-date")
                .secondEntry())
        .isEmpty();
    assertThat(parse("Capture=payment-card-number&PaymentCardNumber=x&Required=").secondEntry())
        .isEmpty();
    assertThat(parse("Capture=payment-card-number&PaymentCardNumber=x").secondEntry()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(CaptureField.class)
  void a_second_entry_is_about_its_field(CaptureField field) {
    final PaymentStatus status =
        parse("Capture=" + field.secondEntryWire() + "&Required=" + field.secondEntryWire());
    assertThat(status.capture()).contains(field);
    assertThat(status.secondEntry()).contains(SecondEntry.REPORTED);
    assertThat(status.required()).contains(List.of(field));
  }

  @Test
  void an_error_of_a_second_entry_is_about_the_second_entry() {
    final PaymentStatus status =
        parse("Capture=postal-code-matcher&ErrorType=input-matching-failed&Required=postal-code");
    assertThat(status.capture()).contains(POSTAL_CODE);
    assertThat(status.secondEntry()).contains(SecondEntry.REPORTED);
  }

  @Test
  void a_parameter_of_the_second_entry_is_masked_and_goes_first() {
    assertThat(
            parse(
                    "Capture=expiration-date-matcher&PartialResult=true&ExpirationDate=1232"
                        + "&ExpirationDateMatcher=xx&Required=expiration-date-matcher")
                .masks())
        .isEqualTo(Map.of(EXPIRATION_DATE, "xx"));
    assertThat(parse("Capture=expiration-date-matcher&ExpirationDateMatcher=1232").masks())
        .isEqualTo(Map.of(EXPIRATION_DATE, "xxxx"));
  }

  @Test
  void existing_clients_see_no_digit_of_a_second_entry() {
    final Map<String, String> item =
        SyncShape.item(
            encoded(
                "Capture=expiration-date-matcher&ExpirationDateMatcher=1232&SecurityCodeMatcher=123"
                    + "&PaymentCardNumberMatcher=4242424242424242"
                    + "&Required=ExpirationDateMatcher,postal-code-matcher"));
    assertThat(item)
        .containsEntry("ExpirationDateMatcher", "xxxx")
        .containsEntry("SecurityCodeMatcher", "xxx")
        .containsEntry("PaymentCardNumberMatcher", "xxxxxxxxxxxx4242")
        .containsEntry("Required", "expiration-date-matcher,postal-code-matcher");
  }

  private static PaymentStatus parse(String body) {
    return PaymentStatusParser.parse(encoded(SIDS + body), Form.EMPTY);
  }
}
