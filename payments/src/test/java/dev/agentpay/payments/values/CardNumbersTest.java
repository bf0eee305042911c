package dev.agentpay.payments.values;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumbersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4242424242424242",
        "card 4242 4242 4242 4242 please",
        "4242-4242-4242-4242",
        "{\"n\":\"378282246310005\"}",
        "6011111111111117,",
        "x=5555555555554444&y=1"
      })
  void finds_and_masks_card_numbers(String text) {
    assertThat(CardNumbers.isIn(text)).isTrue();
    assertThat(CardNumbers.masked(text)).contains("[card number]").doesNotContainPattern("\\d{4}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+4242424242424242",
        "4242424242424241",
        "order 1234567890123456",
        "CA00000000000000000000000000004242",
        "2026-01-01T10:00:00.000Z",
        ""
      })
  void does_not_change_other_text(String text) {
    assertThat(CardNumbers.masked(text)).isSameAs(text);
  }
}
