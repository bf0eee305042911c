package dev.agentpay.scenarios.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class ExistingPageTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SEES = "sees in the old page: ";

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final Transcript transcript =
      new Transcript(new PrintStream(output, true, StandardCharsets.UTF_8));
  private final ExistingPage page = new ExistingPage("alice", transcript);

  @Test
  void combines_the_digits_of_a_field_in_one_line() {
    update("{'Capture':'security-code','PartialResult':'true','SecurityCode':'x'}");
    update("{'Capture':'security-code','PartialResult':'true','SecurityCode':'xx'}");
    update("{'Capture':'security-code','Required':'','SecurityCode':'xxx'}");
    assertThat(shown())
        .containsExactly(
            SEES + "the security code being typed: x xx", SEES + "the security code xxx");
  }

  @Test
  void shows_the_brand_only_with_the_card_number() {
    update(
        "{'Capture':'payment-card-number','Required':'security-code','PaymentCardType':'visa',"
            + "'PaymentCardNumber':'xxxxxxxxxxxx4242'}");
    update(
        "{'Capture':'expiration-date','Required':'','PaymentCardType':'visa',"
            + "'ExpirationDate':'1230'}");
    assertThat(shown())
        .containsExactly(
            SEES + "the card number xxxxxxxxxxxx4242 (visa)", SEES + "the expiry 1230");
  }

  @Test
  void shows_no_field_that_is_still_required() {
    update("{'Capture':'security-code','Required':'security-code','SecurityCode':'x'}");
    update("{'Capture':'security-code','Required':'security-code','SecurityCode':''}");
    assertThat(shown()).isEmpty();
  }

  @Test
  void shows_why_a_field_was_rejected() {
    update("{'Capture':'expiration-date','Required':'x','ErrorType':'invalid-date'}");
    assertThat(shown()).containsExactly(SEES + "the expiry was rejected: invalid-date");
  }

  @Test
  void shows_the_result_with_the_values_that_it_has() {
    update("{'Result':'success','PaymentConfirmationCode':'ch_1','PaymentError':''}");
    update("{'Result':'payment-connector-error','PayErrorCode':'card_declined'}");
    assertThat(shown())
        .containsExactly(
            SEES + "Result=success, PaymentConfirmationCode=ch_1",
            SEES + "Result=payment-connector-error, PayErrorCode=card_declined");
  }

  @ParameterizedTest
  @CsvSource({
    "payment-card-number, the card number",
    "expiration-date, the expiry",
    "postal-code, the postal code",
    "bank-account-number, the bank account number"
  })
  void labels_fields_in_plain_words(String field, String label) {
    assertThat(ExistingPage.fieldLabel(field)).isEqualTo(label);
  }

  private void update(String json) {
    page.update(JSON.readTree(json.replace('\'', '"')));
  }

  private List<String> shown() {
    transcript.note("");
    return output
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isEmpty())
        .map(line -> line.substring(line.indexOf("alice") + "alice".length()).strip())
        .toList();
  }
}
