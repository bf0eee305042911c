package dev.agentpay.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.payments.values.CaptureField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MasksTest {
  @ParameterizedTest
  @CsvSource({
    // masked by Twilio
    "PAYMENT_CARD_NUMBER, xxxxxxxxxxxx1111, xxxxxxxxxxxx1111",
    "PAYMENT_CARD_NUMBER, xxxx-xxxxxx-x4001, xxxx-xxxxxx-x4001",
    "PAYMENT_CARD_NUMBER, ************1111, xxxxxxxxxxxx1111",
    "SECURITY_CODE, xxx, xxx",
    "SECURITY_CODE, ***, xxx",
    "BANK_ACCOUNT_NUMBER, *******92, xxxxxxx92",
    // sent in the clear by Twilio
    "EXPIRATION_DATE, 1225, xxxx",
    "EXPIRATION_DATE, 12/25, xxxx",
    "EXPIRATION_DATE, 122025, xxxx",
    "EXPIRATION_DATE, xx, xxxx",
    "POSTAL_CODE, 94105, xxxxx",
    "POSTAL_CODE, SW1A 1AA, xxxxxxx",
    "BANK_ROUTING_NUMBER, 021000021, xxxxx0021",
    // unmasked, which Twilio must never send
    "PAYMENT_CARD_NUMBER, 4111111111111111, xxxxxxxxxxxx1111",
    "PAYMENT_CARD_NUMBER, 3782-822463-10005, xxxx-xxxxxx-x0005",
    "PAYMENT_CARD_NUMBER, 4111 1111 1111 1111, xxxx xxxx xxxx 1111",
    "PAYMENT_CARD_NUMBER, x411111111111111x, xxxxxxxxxxxxx111x",
    "PAYMENT_CARD_NUMBER, 4111, xxxx",
    "PAYMENT_CARD_NUMBER, visa, xxxx",
    "SECURITY_CODE, 123, xxx",
    "SECURITY_CODE, 12345678, xxxx",
    "BANK_ACCOUNT_NUMBER, 12345678, xxxxxx78",
    "BANK_ACCOUNT_NUMBER, 1234, xxxx",
    "BANK_ROUTING_NUMBER, 0210, xxxx"
  })
  void masks_a_complete_value(CaptureField field, String value, String mask) {
    assertThat(Masks.of(field, value, false)).isEqualTo(mask);
  }

  @ParameterizedTest
  @CsvSource({
    "PAYMENT_CARD_NUMBER, xxxx, xxxx",
    "PAYMENT_CARD_NUMBER, 411111111111, xxxxxxxxxxxx",
    "EXPIRATION_DATE, x, x",
    "EXPIRATION_DATE, 12, xx",
    "EXPIRATION_DATE, 12/2, xxx",
    "SECURITY_CODE, xx, xx",
    "BANK_ROUTING_NUMBER, 021000021, xxxxxxxxx",
    "BANK_ACCOUNT_NUMBER, 12345678, xxxxxxxx"
  })
  void shows_no_digits_while_typing(CaptureField field, String value, String mask) {
    assertThat(Masks.of(field, value, true)).isEqualTo(mask);
  }

  @ParameterizedTest
  @EnumSource(CaptureField.class)
  void limits_the_length_of_a_mask(CaptureField field) {
    assertThat(Masks.of(field, "4".repeat(5000), false)).hasSizeLessThanOrEqualTo(Masks.MAX_LENGTH);
    assertThat(Masks.of(field, "x".repeat(5000), true)).hasSizeLessThanOrEqualTo(Masks.MAX_LENGTH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111",
        "5555 5555 5555 4444",
        "378282246310005",
        "6011-1111-1111-1117",
        "3065930009020004",
        "3566002020360505",
        "6200000000000005",
        "6771798021000008"
      })
  void masks_a_card_number_in_an_error_text(String number) {
    assertThat(Masks.text("card " + number + " refused"))
        .startsWith("card xxxx")
        .endsWith(number.substring(number.length() - 4) + " refused")
        .doesNotContain(number.substring(0, 4));
  }

  @Test
  void keeps_other_numbers_in_an_error_text() {
    assertThat(Masks.text("order 123456789012 of 2026")).isEqualTo("order 123456789012 of 2026");
    assertThat(Masks.text("insufficient_funds")).isEqualTo("insufficient_funds");
  }

  @Test
  void cuts_a_long_error_text() {
    assertThat(Masks.text("a".repeat(Masks.MAX_TEXT + 1))).hasSize(Masks.MAX_TEXT);
  }

  @Test
  void masks_a_card_number_before_cutting() {
    final String filler = "a".repeat(Masks.MAX_TEXT - 12);

    assertThat(Masks.text(filler + "4111111111111111")).doesNotContain("4111");
  }
}
