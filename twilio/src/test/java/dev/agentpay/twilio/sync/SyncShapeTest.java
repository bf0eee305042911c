package dev.agentpay.twilio.sync;

import static dev.agentpay.twilio.webhook.Forms.form;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.twilio.webhook.Form;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyncShapeTest {
  @Test
  void copies_a_create_callback_unchanged() {
    assertThat(
            SyncShape.item(
                form(
                    "PaymentConnector", "PGP_MOCK",
                    "DateCreated", "2021-08-10T03:55:53.408Z",
                    "PaymentMethod", "credit-card",
                    "CallSid", "CA1",
                    "ChargeAmount", "9.99",
                    "AccountSid", "AC1",
                    "Sid", "PK1")))
        .isEqualTo(
            Map.of(
                "PaymentConnector", "PGP_MOCK",
                "DateCreated", "2021-08-10T03:55:53.408Z",
                "PaymentMethod", "credit-card",
                "CallSid", "CA1",
                "ChargeAmount", "9.99",
                "AccountSid", "AC1",
                "Sid", "PK1"));
  }

  @Test
  void copies_a_result_except_for_the_expiry() {
    assertThat(
            SyncShape.item(
                form(
                    "SecurityCode", "xxx",
                    "PaymentCardType", "visa",
                    "PaymentConfirmationCode", "",
                    "Result", "success",
                    "ProfileId", "7e6a1fc3-4456",
                    "PaymentToken", "4242424242424242",
                    "PaymentCardNumber", "xxxxxxxxxxxx1111",
                    "PaymentCardPostalCode", "94105",
                    "ExpirationDate", "1225")))
        .isEqualTo(
            Map.of(
                "SecurityCode", "xxx",
                "PaymentCardType", "visa",
                "PaymentConfirmationCode", "",
                "Result", "success",
                "ProfileId", "7e6a1fc3-4456",
                "PaymentToken", "4242424242424242",
                "PaymentCardNumber", "xxxxxxxxxxxx1111",
                "PaymentCardPostalCode", "94105",
                "ExpirationDate", "xxxx"));
  }

  @ParameterizedTest
  @CsvSource({"1, x", "12, xx", "1225, xxxx", "'', ''"})
  void an_expiry_shows_how_many_digits_were_typed(String typed, String shown) {
    assertThat(SyncShape.item(form("PartialResult", "true", "ExpirationDate", typed)))
        .containsEntry("ExpirationDate", shown);
  }

  @ParameterizedTest
  @CsvSource({
    "PaymentCardNumber, xxxx-xxxxxx-x4001, xxxx-xxxxxx-x4001",
    "PaymentCardNumber, ************1111, ************1111",
    "PaymentCardNumber, xxxx, xxxx",
    "PaymentCardNumber, 4111111111111111, xxxxxxxxxxxx1111",
    "PaymentCardNumber, x411111111111111x, xxxxxxxxxxxxx111x",
    "SecurityCode, ***, ***",
    "SecurityCode, 123, xxx",
    "SecurityCode, 12345678, xxxx",
    "BankAccountNumber, *******92, *******92",
    "BankAccountNumber, 1234567892, xxxxxxxx92",
    "BankRoutingNumber, 021000021, 021000021",
    "PaymentError, card 4111 1111 1111 1111 refused, card xxxx xxxx xxxx 1111 refused",
    "SomethingNew, 4242424242424242, xxxxxxxxxxxx4242",
    "SomethingNew, 9.99, 9.99"
  })
  void keeps_masks_and_masks_unmasked_values(String name, String value, String shown) {
    assertThat(SyncShape.item(form(name, value))).isEqualTo(Map.of(name, shown));
  }

  @Test
  void required_is_present_for_every_capture() {
    assertThat(SyncShape.item(form("Capture", "security-code"))).containsEntry("Required", "");
    assertThat(SyncShape.item(form("Capture", "security-code", "Required", "expiration-date")))
        .containsEntry("Required", "expiration-date");
    assertThat(SyncShape.item(form("Capture", "security-code", "Required", "")))
        .containsEntry("Required", "");
    for (String spelling :
        List.of(
            "payment-card-number,postal-code",
            "payment-card-number, postal-code",
            "PaymentCardNumber,PostalCode")) {
      assertThat(SyncShape.item(form("Capture", "security-code", "Required", spelling)))
          .as("existing clients read kebab case only")
          .containsEntry("Required", "payment-card-number,postal-code");
    }
    assertThat(SyncShape.item(form("Required", "BrandNew-field,SecurityCode")))
        .containsEntry("Required", "BrandNew-field,security-code");
    assertThat(SyncShape.item(form("Sid", "PK1"))).doesNotContainKey("Required");
    assertThat(SyncShape.item(form("Capture", ""))).doesNotContainKey("Required");
  }

  @Test
  void uses_the_first_of_repeated_parameters() {
    assertThat(SyncShape.item(form("Sid", "PK1", "Sid", "PK2"))).isEqualTo(Map.of("Sid", "PK1"));
  }

  @ParameterizedTest
  @CsvSource({"true, xx", "false, xxxx", "'', xxxx"})
  void only_true_means_partial(String partial, String shown) {
    assertThat(SyncShape.item(form("PartialResult", partial, "ExpirationDate", "12")))
        .containsEntry("ExpirationDate", shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "", "-"})
  void a_document_shows_complete_fields(String partial) {
    final Form callback =
        partial.equals("-")
            ? form("PaymentCardNumber", "xxxxxxxxxxxx1111", "ExpirationDate", "1225")
            : form(
                "PaymentCardNumber", "xxxxxxxxxxxx1111",
                "ExpirationDate", "1225",
                "PartialResult", partial);

    assertThat(document(callback))
        .contains(Map.of("cardNumber", "xxxxxxxxxxxx1111", "expirationDate", "xxxx"));
  }

  @Test
  void a_document_uses_the_demos_names() {
    assertThat(
            document(
                form(
                    "ChargeAmount", "9.99",
                    "PaymentCardNumber", "xxxxxxxxxxxx1111",
                    "ExpirationDate", "1225",
                    "PaymentCardPostalCode", "94105",
                    "SecurityCode", "xxx",
                    "Result", "success",
                    "PaymentConfirmationCode", "ch_1",
                    "PaymentCardType", "visa",
                    "Sid", "PK1")))
        .contains(
            Map.of(
                "paymentAmount", "9.99",
                "cardNumber", "xxxxxxxxxxxx1111",
                "expirationDate", "xxxx",
                "postalCode", "94105",
                "securityCode", "xxx",
                "result", "success",
                "paymentConfirmationCode", "ch_1"));
  }

  @Test
  void a_document_shows_errors_and_ends_without_card() {
    assertThat(document(form("Capture", "payment-card-number", "ErrorType", "input-timeout")))
        .contains(Map.of("errorType", "input-timeout"));
    assertThat(document(form("Result", "caller-hung-up")))
        .contains(Map.of("result", "caller-hung-up", "errorType", "caller-hung-up"));
  }

  @Test
  void other_callbacks_give_no_document() {
    assertThat(document(form("PaymentCardNumber", "xxxx", "PartialResult", "true")))
        .isEqualTo(Optional.empty());
    assertThat(document(form("Sid", "PK1", "ChargeAmount", "9.99"))).isEmpty();
    assertThat(document(form("Capture", "payment-card-number", "Required", "x"))).isEmpty();
  }

  private static Optional<Map<String, String>> document(Form callback) {
    return SyncShape.document(SyncShape.item(callback));
  }
}
