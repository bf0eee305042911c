package dev.agentpay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.twilio.rest.api.v2010.account.call.Payment;
import com.twilio.rest.api.v2010.account.call.Payment.Capture;
import com.twilio.rest.api.v2010.account.call.Payment.Status;
import com.twilio.rest.api.v2010.account.call.Payment.TokenType;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FirstPaymentTest {

  @Test
  void a_customer_pays_by_card_through_twilio_java() {
    try (TestContactCentre centre = new TestContactCentre()) {
      final String call = centre.callInProgress();
      final Payment payment =
          centre.payment(call).setChargeAmount(new BigDecimal("9.99")).create(centre.twilio);
      centre.capture(payment, Capture.PAYMENT_CARD_NUMBER);
      centre.types(call, "4242424242424242");
      centre.capture(payment, Capture.EXPIRATION_DATE);
      centre.types(call, "1232");
      centre.capture(payment, Capture.SECURITY_CODE);
      centre.types(call, "987");
      centre.status(payment, Status.COMPLETE);
      final TestContactCentre.Received last = centre.awaitResult();

      assertThat(last.form())
          .containsOnlyKeys(
              "AccountSid",
              "CallSid",
              "Sid",
              "PaymentMethod",
              "DateUpdated",
              "Result",
              "PaymentCardNumber",
              "PaymentCardType",
              "ExpirationDate",
              "SecurityCode",
              "PaymentConfirmationCode",
              "PaymentToken",
              "ProfileId")
          .containsEntry("Sid", payment.getSid())
          .containsEntry("CallSid", call)
          .containsEntry("Result", "success")
          .containsEntry("PaymentConfirmationCode", "ch_1")
          .containsEntry("PaymentToken", "")
          .containsEntry("PaymentCardNumber", "xxxxxxxxxxxx4242")
          .containsEntry("PaymentCardType", "visa")
          .containsEntry("ExpirationDate", "1232")
          .containsEntry("SecurityCode", "xxx");
      final JsonNode charge = centre.charges.getFirst();
      assertThat(charge.get("cardnumber").asString()).isEqualTo("4242424242424242");
      assertThat(charge.get("expiry_month").asString()).isEqualTo("12");
      assertThat(charge.get("expiry_year").asString()).isEqualTo("32");
      assertThat(charge.get("cvv").asString()).isEqualTo("987");
      assertThat(charge.get("amount").asString()).isEqualTo("9.99");
      assertThat(charge.get("currency_code").asString()).isEqualTo("USD");
      assertThat(charge.get("method").asString()).isEqualTo("charge");
      assertThat(charge.get("postal_code").isNull()).isTrue();
      assertThat(centre.received).allMatch(TestContactCentre.Received::signed);
    }
  }

  @Test
  void every_digit_is_reported_masked() {
    try (TestContactCentre centre = new TestContactCentre()) {
      final String call = centre.callInProgress();
      final Payment payment =
          centre.payment(call).setChargeAmount(new BigDecimal("1")).create(centre.twilio);
      centre.capture(payment, Capture.PAYMENT_CARD_NUMBER);
      centre.types(call, "378282246310005");
      centre.awaitCallback(r -> "false".equals(r.get("PartialResult")));

      final List<String> masks =
          centre.at("/pay").stream()
              .filter(r -> "true".equals(r.get("PartialResult")))
              .map(r -> r.get("PaymentCardNumber"))
              .toList();
      assertThat(masks).hasSize(14).startsWith("x", "xx", "xxx");
      assertThat(centre.at("/pay").getFirst().form())
          .containsKey("DateCreated")
          .doesNotContainKeys("Required", "Capture");
      assertThat(centre.at("/pay").get(1).form())
          .containsEntry("Capture", "payment-card-number")
          .containsEntry("Required", "payment-card-number,expiration-date,security-code");
      assertThat(centre.at("/pay").getLast().form())
          .containsEntry("Required", "expiration-date,security-code")
          .containsEntry("PaymentCardNumber", "xxxxxxxxxxx0005")
          .containsEntry("PaymentCardType", "amex");
    }
  }

  @Test
  void creates_a_token_without_an_amount() {
    try (TestContactCentre centre = new TestContactCentre()) {
      final String call = centre.callInProgress();
      final Payment payment =
          centre
              .payment(call)
              .setTokenType(TokenType.ONE_TIME)
              .setSecurityCode(false)
              .create(centre.twilio);
      centre.capture(payment, Capture.PAYMENT_CARD_NUMBER);
      centre.types(call, "5555555555554444");
      centre.capture(payment, Capture.EXPIRATION_DATE);
      centre.types(call, "1232");
      centre.status(payment, Status.COMPLETE);
      final TestContactCentre.Received last = centre.awaitResult();

      assertThat(last.form())
          .containsEntry("Result", "success")
          .containsEntry("PaymentToken", "tok_1")
          .containsEntry("PaymentConfirmationCode", "");
      assertThat(last.get("ProfileId")).isNotEmpty();
      assertThat(centre.charges.getFirst().get("method").asString()).isEqualTo("tokenize");
      assertThat(centre.charges.getFirst().has("amount")).isFalse();
      assertThat(centre.at("/pay").getFirst().form())
          .containsEntry("TokenType", "one-time")
          .doesNotContainKey("ChargeAmount");
    }
  }
}
