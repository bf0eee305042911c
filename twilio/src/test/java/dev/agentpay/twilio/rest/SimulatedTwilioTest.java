package dev.agentpay.twilio.rest;

import static dev.agentpay.payments.values.CaptureField.EXPIRATION_DATE;
import static dev.agentpay.payments.values.CaptureField.PAYMENT_CARD_NUMBER;
import static dev.agentpay.payments.values.CaptureField.SECURITY_CODE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.payments.TwilioGateway.Envelope;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.PayResult;
import dev.agentpay.payments.values.PaymentMethod;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import dev.agentpay.payments.values.TokenType;
import dev.agentpay.twilio.twiml.Desk;
import java.io.IOException;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Runs the gateway against the simulator, which was written independently: checks the answers and
/// the callbacks.
class SimulatedTwilioTest {
  private static final SessionId SESSION = new SessionId("ps_abcdefghijklmnopqrstuvwxyz");
  private static final Map<CaptureField, String> TYPED = new LinkedHashMap<>();

  static {
    TYPED.put(PAYMENT_CARD_NUMBER, "4242424242424242");
    TYPED.put(EXPIRATION_DATE, "1231");
    TYPED.put(SECURITY_CODE, "123");
  }

  private Desk desk;

  @BeforeEach
  void open() throws IOException {
    desk = new Desk();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void takes_a_payment_from_create_to_success() throws Exception {
    final PaymentSid payment = create();
    long number = 1;
    for (Map.Entry<CaptureField, String> typed : TYPED.entrySet()) {
      final CaptureField field = typed.getKey();
      assertThat(send(++number, payment, new Instruction.Capture(field)))
          .isEqualTo(new Answer.Accepted(payment));
      desk.types(typed.getValue());
      final PaymentStatus status =
          desk.told(s -> s.capture().equals(Optional.of(field)) && !isAwaited(s, field));
      assertThat(status.sessionHint()).contains(SESSION);
      assertThat(status.captureHint()).hasValue(number);
    }
    assertThat(desk.told(s -> s.masks().containsKey(SECURITY_CODE) && !s.partial()).masks())
        .containsEntry(PAYMENT_CARD_NUMBER, "xxxxxxxxxxxx4242")
        .containsEntry(EXPIRATION_DATE, "xxxx")
        .containsEntry(SECURITY_CODE, "xxx");

    assertThat(send(9, payment, new Instruction.Complete()))
        .isEqualTo(new Answer.Accepted(payment));
    final PaymentStatus end = desk.told(s -> s.result().isPresent());
    assertThat(end.result()).contains(PayResult.SUCCESS);
    assertThat(end.confirmationCode()).isPresent();
  }

  @Test
  void a_cancel_is_accepted_and_confirmed_by_callback() {
    final PaymentSid payment = create();

    assertThat(send(2, payment, new Instruction.Cancel())).isEqualTo(new Answer.Accepted(payment));
    assertThat(desk.told(s -> s.result().isPresent()).result())
        .contains(PayResult.TRANSACTION_CANCELLED);
  }

  @Test
  void an_early_submit_is_refused_with_64019() {
    assertThat(send(2, create(), new Instruction.Complete()))
        .isInstanceOfSatisfying(
            Answer.Refused.class, refused -> assertThat(refused.code()).isEqualTo(64019));
  }

  @Test
  void an_unknown_payment_is_refused_with_404() {
    final PaymentSid unknown = new PaymentSid("PK" + "0".repeat(32));

    for (Instruction instruction :
        List.of(
            new Instruction.Capture(SECURITY_CODE),
            new Instruction.Complete(),
            new Instruction.Cancel(),
            new Instruction.CancelOrphan(unknown))) {
      assertThat(send(3, unknown, instruction))
          .as(instruction.toString())
          .isInstanceOfSatisfying(
              Answer.Refused.class,
              refused -> {
                assertThat(refused.httpStatus()).isEqualTo(404);
                assertThat(refused.code()).isEqualTo(20404);
              });
    }
  }

  @Test
  void a_429_has_no_effect_but_a_5xx_may() {
    final PaymentSid payment = create();

    desk.goesWrong(Map.of("tooManyRequests", 1.0));
    assertThat(send(2, payment, new Instruction.Cancel())).isInstanceOf(Answer.RateLimited.class);
    desk.goesWrong(Map.of("serverError", 1.0));
    assertThat(send(2, payment, new Instruction.Cancel()))
        .isEqualTo(new Answer.NoAnswer("HTTP 503"));
    desk.worksAgain();
    assertThat(send(2, payment, new Instruction.Cancel())).isEqualTo(new Answer.Accepted(payment));
  }

  @Test
  void a_repeated_create_finds_the_same_payment() {
    desk.goesWrong(Map.of("loseNext", 1));

    assertThat(sendCreate()).isInstanceOf(Answer.NoAnswer.class);
    final PaymentSid opened = desk.told(_ -> true).payment();
    assertThat(sendCreate()).isEqualTo(new Answer.Accepted(opened));
  }

  private static boolean isAwaited(PaymentStatus status, CaptureField field) {
    return status.partial() || status.required().map(r -> r.contains(field)).orElse(true);
  }

  private PaymentSid create() {
    return ((Answer.Accepted) sendCreate()).payment();
  }

  private Answer sendCreate() {
    return desk.gateway()
        .send(
            new Envelope(SESSION, 1, desk.call, Optional.empty()),
            new Instruction.Create(
                new PayRequest(
                    desk.call,
                    Optional.of(Money.of("42.50", "USD")),
                    Optional.empty(),
                    Currency.getInstance("USD"),
                    "",
                    "",
                    "Default",
                    TokenType.REUSABLE,
                    PaymentMethod.CREDIT_CARD,
                    Optional.empty(),
                    List.copyOf(TYPED.keySet()),
                    List.of(),
                    0,
                    5,
                    Map.of(),
                    Advance.SERVER,
                    Optional.empty(),
                    List.of())));
  }

  private Answer send(long number, PaymentSid payment, Instruction instruction) {
    return desk.gateway()
        .send(new Envelope(SESSION, number, desk.call, Optional.of(payment)), instruction);
  }
}
