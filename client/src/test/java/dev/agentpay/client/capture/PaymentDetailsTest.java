package dev.agentpay.client.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.TokenType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentDetailsTest {
  @Test
  void have_the_names_of_the_api() {
    final PaymentDetails details =
        PaymentDetails.token()
            .charge(new BigDecimal("42.50"))
            .tip("5.00")
            .currency("EUR")
            .reference("order-1001")
            .description("Tickets")
            .connector("sandbox")
            .captureOrder(CaptureField.PAYMENT_CARD_NUMBER, CaptureField.POSTAL_CODE)
            .tokenType(TokenType.ONE_TIME)
            .parameters(Map.of("shop", "7"))
            .confirmMayHaveCharged();
    assertThat(details.properties())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "amount", "42.50",
                "tip", "5.00",
                "currency", "EUR",
                "reference", "order-1001",
                "description", "Tickets",
                "connector", "sandbox",
                "captureOrder", List.of("payment-card-number", "postal-code"),
                "tokenType", "one-time",
                "parameters", Map.of("shop", "7"),
                "confirmMayHaveCharged", true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.00", "000"})
  void zero_charges_nothing(String zero) {
    assertThat(PaymentDetails.token().charge("1").tip("1").charge(zero).properties()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "42,50", "1e3", "-1", "$5", "1.", ".5"})
  void reject_an_amount_that_is_not_decimal(String amount) {
    assertThatThrownBy(() -> PaymentDetails.token().charge(amount))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PaymentDetails.token().tip(amount))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_timeout_must_be_more_than_zero() {
    assertThatThrownBy(
            () -> new CaptureTimeouts(CaptureTimeouts.ATTACH, Duration.ZERO, CaptureTimeouts.END))
        .hasMessage("the timeout 'open' must be more than 0, but is PT0S");
  }
}
