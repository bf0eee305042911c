package dev.agentpay.client.capture;

import static dev.agentpay.client.capture.Samples.CARD;
import static dev.agentpay.client.capture.Samples.CODE;
import static dev.agentpay.client.capture.Samples.EXPIRY;
import static dev.agentpay.client.capture.Samples.captured;
import static dev.agentpay.client.capture.Samples.capturing;
import static dev.agentpay.client.capture.Samples.field;
import static dev.agentpay.client.capture.Samples.reason;
import static dev.agentpay.client.capture.Samples.session;
import static dev.agentpay.client.capture.Samples.typing;
import static dev.agentpay.client.capture.Samples.withFields;
import static dev.agentpay.client.capture.Samples.withOutcome;
import static dev.agentpay.client.capture.Samples.withRequired;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.client.model.Field;
import dev.agentpay.client.model.Outcome;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.SessionState;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The same cases as `card-update.test.ts` of the JavaScript client.
class CardUpdateTest {
  @Test
  void shows_what_the_customer_is_typing_as_partial() {
    final CardUpdate update = CardUpdate.of(capturing(CODE, CARD), Optional.of(typing(CODE, "xx")));
    assertThat(update.capture()).contains(CODE);
    assertThat(update.required()).containsExactly(CODE, EXPIRY);
    assertThat(update.isPartialResult()).isTrue();
    assertThat(update.paymentCardNumber()).contains("xxx");
    assertThat(update.securityCode()).contains("xx");
    assertThat(update.expirationDate()).isEmpty();
    assertThat(update.parameters())
        .containsEntry("Capture", "security-code")
        .containsEntry("Required", "security-code,expiration-date")
        .containsEntry("PartialResult", "true")
        .doesNotContainKey("ExpirationDate");
  }

  @Test
  void prefers_what_twilio_says_is_required() {
    assertThat(of(withRequired(capturing(CODE), EXPIRY)).required()).containsExactly(EXPIRY);
  }

  @Test
  void has_an_empty_Required_once_all_is_captured() {
    final CardUpdate update = of(withRequired(captured(SessionState.READY)));
    assertThat(update.parameters())
        .containsEntry("Capture", "expiration-date")
        .containsEntry("Required", "");
    assertThat(update.required()).isEmpty();
  }

  @Test
  void has_neither_Capture_nor_Required_before_the_first_field() {
    assertThat(of(session(SessionState.IDLE)).parameters())
        .doesNotContainKeys("Capture", "Required");
  }

  @Test
  void shows_the_rejection_of_a_field_until_the_field_is_captured() {
    final String error = "invalid-card-number";
    final Field asked = field(CARD, Field.State.CAPTURING, "", error);
    final Field done = field(CARD, Field.State.CAPTURED, "xxx", error);
    assertThat(of(withFields(capturing(CARD), asked)).errorType()).contains(error);
    assertThat(of(withFields(captured(SessionState.READY), done)).errorType()).isEmpty();
  }

  @Test
  void shows_the_outcome_of_a_payment() {
    final CardUpdate update =
        of(
            withOutcome(
                captured(SessionState.PAID),
                new Outcome(
                    Optional.of("ch_1"),
                    Optional.of("tok_secret"),
                    Optional.of("pr_1"),
                    Optional.empty(),
                    Optional.of("approved"))));
    assertThat(update.chargeAmount()).contains(new BigDecimal("42.50"));
    assertThat(update.result()).contains("success");
    assertThat(update.paymentToken()).contains("tok_secret");
    assertThat(update.profileId()).contains("pr_1");
    assertThat(update.paymentConfirmationCode()).contains("ch_1");
    assertThat(update.paymentError()).isEmpty();
    assertThat(update.toString()).contains("PaymentToken=***").doesNotContain("tok_secret");
  }

  @ParameterizedTest
  @CsvSource({
    "DECLINED, payment-connector-error",
    "CANCELLED, transaction-cancelled",
    "ABANDONED, caller-hung-up",
    "FAILED, internal-error"
  })
  void gives_each_end_its_result_and_the_reason(SessionState state, String result) {
    final CardUpdate update = of(withOutcome(session(state), reason("why")));
    assertThat(update.result()).contains(result);
    assertThat(update.paymentError()).contains("why");
  }

  @Test
  void has_no_result_while_the_end_is_unconfirmed() {
    assertThat(of(session(SessionState.UNCONFIRMED)).result()).isEmpty();
  }

  @Test
  void masks_an_expiry_that_a_server_would_send() {
    final Field sent = field(EXPIRY, Field.State.CAPTURED, "1227", "");
    assertThat(of(withFields(captured(SessionState.READY), sent)).expirationDate())
        .contains("xxxx");
    assertThat(CardUpdate.of(capturing(EXPIRY), Optional.of(typing(EXPIRY, "12"))).expirationDate())
        .contains("xx");
  }

  private static CardUpdate of(PaySession session) {
    return CardUpdate.of(session, Optional.empty());
  }
}
