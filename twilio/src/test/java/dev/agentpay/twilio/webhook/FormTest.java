package dev.agentpay.twilio.webhook;

import static dev.agentpay.twilio.webhook.Forms.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.twilio.webhook.Form.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {
  @Test
  void keeps_order_repetitions_and_empty_values() {
    assertThat(encoded("b=2&a=1&b=3&PaymentToken=&bare&a=1").parameters())
        .containsExactly(
            new Parameter("b", "2"),
            new Parameter("a", "1"),
            new Parameter("b", "3"),
            new Parameter("PaymentToken", ""),
            new Parameter("bare", ""),
            new Parameter("a", "1"));
  }

  @Test
  void decodes_plus_and_percent_escapes_as_utf_8() {
    assertThat(encoded("To=%2B1+800%20555&n%c3%A1me=%E2%82%AC=&s=\u00f1").parameters())
        .containsExactly(
            new Parameter("To", "+1 800 555"),
            new Parameter("n\u00e1me", "\u20ac="),
            new Parameter("s", "\u00f1"));
  }

  @Test
  void ignores_empty_parts_between_ampersands() {
    assertThat(encoded("&a=1&&").parameters()).containsExactly(new Parameter("a", "1"));
    assertThat(encoded("").parameters()).isEmpty();
  }

  @Test
  void uses_the_first_of_repeated_parameters() {
    assertThat(encoded("a=1&a=2").first("a")).contains("1");
  }

  @Test
  void an_empty_value_is_present_but_not_filled() {
    final Form form = encoded("Required=");

    assertThat(form.first("Required")).contains("");
    assertThat(form.filled("Required")).isEqualTo(Optional.empty());
    assertThat(form.first("required")).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a=%", "a=%4", "a=%zz", "%G1=a", "a=1&b=%2", "a=%4&b=1", "a=%+1", "a=%-1"})
  void refuses_a_malformed_escape_without_quoting_it(String body) {
    assertThatThrownBy(() -> encoded(body))
        .isInstanceOf(BadWebhookException.class)
        .hasMessageMatching("body: has a % without two hexadecimal digits at byte \\d+");
  }

  @Test
  void limits_the_length_of_a_body() {
    final byte[] longest = new byte[Form.MAX_BYTES];
    Arrays.fill(longest, (byte) 'a');

    assertThat(Form.parse(longest).parameters()).hasSize(1);
    assertThatThrownBy(() -> Form.parse(new byte[Form.MAX_BYTES + 1]))
        .isInstanceOf(BadWebhookException.class)
        .hasMessage("body: must not be longer than 65536 bytes");
  }

  @Test
  void limits_the_number_of_parameters() {
    assertThat(encoded("a=1&".repeat(Form.MAX_PARAMETERS)).parameters())
        .hasSize(Form.MAX_PARAMETERS);
    assertThatThrownBy(() -> encoded("a=1&".repeat(Form.MAX_PARAMETERS + 1)))
        .isInstanceOf(BadWebhookException.class)
        .hasMessage("body: must not have more than 256 parameters");
  }

  @Test
  void parses_a_query_like_a_body() {
    assertThat(Form.parseQuery("session=ps_1&capture=7").first("capture")).contains("7");
    assertThat(Form.parseQuery("")).isSameAs(Form.EMPTY);
    assertThatThrownBy(() -> Form.parseQuery("a=%"))
        .isInstanceOf(BadWebhookException.class)
        .hasMessageStartingWith("query: ");
  }

  @Test
  void does_not_print_values() {
    final Form form = Form.parse("ExpirationDate=1225".getBytes(StandardCharsets.UTF_8));

    assertThat(form.toString() + form.parameters())
        .contains("ExpirationDate")
        .doesNotContain("1225");
  }
}
