package dev.agentpay.payments.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumbersTest {
  private static final List<String> VISA = List.of("4242", "4242", "4242", "4242");
  private static final List<String> AMEX = List.of("3782", "822463", "10005");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4242424242424242",
        "card 4242 4242 4242 4242 please",
        "{\"n\":\"378282246310005\"}",
        "6011111111111117,",
        "x=5555555555554444&y=1",
        "+4242424242424242",
        "(4242)(4242)(4242)(4242)",
        "no4242424242424242."
      })
  void finds_and_masks_card_numbers(String text) {
    assertThat(CardNumbers.isIn(text)).isTrue();
    assertThat(CardNumbers.masked(text)).contains("[card number]").doesNotContainPattern("\\d{4}");
  }

  static Stream<String> separators() {
    return Stream.of(
        "",
        " ",
        "  ",
        " - ",
        "-",
        "_",
        ",",
        ", ",
        ".",
        "/",
        "\u2013",
        "\u2011",
        "\u200b",
        "\u00b7",
        ")(",
        "\u00ad",
        "\u00a0",
        "\n",
        " | ",
        "\u2060\u200b");
  }

  @ParameterizedTest
  @MethodSource("separators")
  void finds_a_number_with_these_separators(String separator) {
    for (List<String> groups : List.of(VISA, AMEX)) {
      assertThat(CardNumbers.isIn("a " + String.join(separator, groups) + " b")).isTrue();
      final List<String> digits =
          String.join("", groups).chars().mapToObj(Character::toString).toList();
      assertThat(CardNumbers.isIn(String.join(separator, digits))).isTrue();
    }
  }

  /// Arabic-Indic, Devanagari, full-width, mathematical, superscript and circled digits.
  @ParameterizedTest
  @ValueSource(ints = {0x660, 0x966, 0xff10, 0x1d7ce, 0x1d7f6})
  void finds_digits_of_any_script(int zero) {
    final StringBuilder text = new StringBuilder();
    String.join("", VISA).chars().forEach(digit -> text.appendCodePoint(zero + digit - '0'));
    assertThat(CardNumbers.isIn(text)).isTrue();
    assertThat(CardNumbers.masked("a " + text + " b")).isEqualTo("a [card number] b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u2074\u00b2", "\u2463\u2461"})
  void finds_superscript_and_circled_digits(String pair) {
    assertThat(CardNumbers.isIn(pair.repeat(8))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+4915112345678",
        "4242424242424241",
        "order 1234567890123456",
        "CA00000000000000000000000000004242",
        "2026-01-01T10:00:00.000Z",
        "4242 a 4242 4242 4242",
        "4242    4242    4242    4242",
        ""
      })
  void does_not_change_other_text(String text) {
    assertThat(CardNumbers.masked(text)).isSameAs(text);
  }
}
