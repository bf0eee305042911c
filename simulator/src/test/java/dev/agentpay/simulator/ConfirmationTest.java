package dev.agentpay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.simulator.world.LineAudio;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests payments that the customer has to confirm with a key (`Confirmation`), with every value of
/// the switches about it.
class ConfirmationTest {

  @Test
  void the_connector_is_called_when_the_customer_presses_1() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    completed(world, call);
    assertThat(world.twilio.call(call).hears())
        .isEqualTo(
            new LineAudio(
                LineAudio.Kind.SPEECH,
                "Your number ends in 1 1 1 1. Press 1 to confirm the payment or 2 to cancel it."));
    world.types(call, "73#");
    assertThat(world.connectorRequests()).isEmpty();
    world.types(call, "1");
    world.pass(1);
    assertThat(world.connectorRequests()).hasSize(1);
    assertThat(world.lastCallback()).containsEntry("Result", "success");
  }

  @ParameterizedTest
  @CsvSource({"CANCELLED, transaction-cancelled", "VALIDATION_ERROR, validation-error"})
  void notConfirmed_decides_the_result_of_key_2(String value, String result) {
    final VirtualWorld world = new VirtualWorld(Map.of("notConfirmed", value));
    final String call = world.call();
    completed(world, call);
    world.types(call, "2");
    assertThat(world.lastCallback()).containsEntry("Result", result);
    assertThat(world.connectorRequests()).isEmpty();
    assertThat(world.twilio.call(call).paymentSid()).isEmpty();
    assertThat(world.types(call, "1").heardByPayment()).isZero();
  }

  @Test
  void confirmationSilence_ends_the_payment_or_reports_a_timeout() {
    final VirtualWorld ends = new VirtualWorld();
    String call = ends.call();
    completed(ends, call);
    ends.pass(31);
    assertThat(ends.lastCallback()).containsEntry("Result", "transaction-cancelled");

    final VirtualWorld reports = new VirtualWorld(Map.of("confirmationSilence", "INPUT_TIMEOUT"));
    call = reports.call();
    final String payment = completed(reports, call);
    reports.pass(31);
    assertThat(reports.lastCallback())
        .containsEntry("ErrorType", "input-timeout")
        .doesNotContainKey("Result");
    assertThat(reports.complete(call, payment).status()).isEqualTo(202);
    reports.types(call, "1");
    reports.pass(1);
    assertThat(reports.lastCallback()).containsEntry("Result", "success");
  }

  @Test
  void star_hangup_and_cancel_end_the_wait() {
    final VirtualWorld star = new VirtualWorld();
    String call = star.call();
    completed(star, call);
    star.types(call, "*");
    assertThat(star.lastCallback()).containsEntry("Result", "caller-interrupted-with-star");

    final VirtualWorld hangup = new VirtualWorld();
    call = hangup.call();
    completed(hangup, call);
    hangup.twilio.hangUp(call);
    hangup.pass(1);
    assertThat(hangup.lastCallback()).containsEntry("Result", "caller-hung-up");

    final VirtualWorld cancel = new VirtualWorld();
    call = cancel.call();
    final String payment = completed(cancel, call);
    assertThat(cancel.cancel(call, payment).status()).isEqualTo(202);
    cancel.pass(1);
    assertThat(cancel.lastCallback()).containsEntry("Result", "transaction-cancelled");
    assertThat(cancel.connectorRequests()).isEmpty();
  }

  @Test
  void a_second_complete_is_refused_and_a_capture_ends_the_wait() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = completed(world, call);
    assertThat(world.code(world.complete(call, payment))).isEqualTo(64021);
    world.capture(call, payment, "security-code");
    world.types(call, "123");
    assertThat(world.lastCallback()).containsEntry("Required", "");
    assertThat(world.connectorRequests()).isEmpty();
  }

  private static String completed(VirtualWorld world, String call) {
    final String payment = world.open(call, "Confirmation", "true");
    world.fill(call, payment);
    assertThat(world.complete(call, payment).status()).isEqualTo(202);
    world.pass(1);
    return payment;
  }
}
