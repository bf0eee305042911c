package dev.agentpay.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.payments.values.CardNumbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111",
        "5555555555554444",
        "378282246310005",
        "6011111111111117",
        "3566002020360505",
        "6200000000000005",
        "6771798021000008",
        "4000000000000002",
        "4242424242424242",
        "2223003122003222",
        "30569309025904",
        "6011000990139424",
        "order 4111 1111 1111 1111 please",
        "4111-1111-1111-1111",
        "4111.1111.1111.1111",
        "card4111111111111111x",
        "ref 123 4111111111111111",
        "no 7 4111 1111 1111 1111",
        "4111 1111 1111 1111 12/29 123",
        "+4111111111111111",
        "\u0664111111111111111"
      })
  void finds_card_numbers_in_every_spelling(String text) {
    assertThat(CardNumbers.isIn(text)).isTrue();
    assertThat(SafeText.of(text, 100)).doesNotContain("1111").doesNotContain("4444");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A-1",
        "2026-01-31",
        "4111111111111112",
        "1111111111111111",
        "41111111111",
        "+4915112345678",
        "call +15005550006 back",
        "ps_4h1ese7xatd2pn4516dg5mhjxn",
        "9999999999999995"
      })
  void leaves_other_text_unchanged(String text) {
    assertThat(CardNumbers.isIn(text)).isFalse();
    assertThat(SafeText.of(text, 100)).isEqualTo(text);
  }

  @Test
  void repeated_text_is_one_short_line() {
    assertThat(SafeText.of("a\r\nb\u0000", 10)).isEqualTo("a??b?");
    assertThat(SafeText.of("x".repeat(50), 10)).isEqualTo("x".repeat(10) + "…");
  }
}
