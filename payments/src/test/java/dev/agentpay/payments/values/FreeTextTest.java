package dev.agentpay.payments.values;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreeTextTest {
  @Test
  void normalizes_composition_and_spaces() {
    assertThat(FreeText.normalized(" \u00a0Cafe\u0301\u00a01\u20072\u3000 "))
        .isEqualTo("Caf\u00e9 1 2");
    assertThat(FreeText.normalized("a  b")).isEqualTo("a  b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nb",
        "a\u0000",
        "\u007f",
        "\u0085",
        "a\u2028b",
        "a\u2029b",
        "\u202eb",
        "\u2066b",
        "\ud800",
        "a\udc00b"
      })
  void finds_what_a_line_must_not_have(String text) {
    assertThat(FreeText.isOneLine(text)).isFalse();
    assertThat(FreeText.isOneLine(FreeText.normalized("x" + text + "x"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "order 17",
        "\u05d0\u05d1",
        "\ud83d\udc68\u200d\ud83d\udc69",
        "\u0645\u06cc\u200c\u062e"
      })
  void accepts_other_text(String text) {
    assertThat(FreeText.isOneLine(text)).isTrue();
  }
}
