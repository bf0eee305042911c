package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.server.webhook.CallbackMirror;
import dev.agentpay.twilio.webhook.Form;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Which status callbacks are passed on to existing clients.
class CallbackMirrorTest {
  private static final Map<String, String> DIGITS =
      Map.of(
          "Capture", "payment-card-number",
          "PaymentCardNumber", "xxxx",
          "PartialResult", "true");
  private static final Map<String, String> CARD =
      Map.of(
          "Capture", "payment-card-number",
          "PaymentCardNumber", "xxxxxxxxxxxx1111",
          "Required", "expiration-date,security-code");

  private final Notes notes = new Notes();
  @AutoClose private final World world = new World(notes);

  /// Records what the mirror gets, by the card number in it.
  private static final class Notes implements CallbackMirror {
    private final List<String> copied = new CopyOnWriteArrayList<>();
    private final List<String> digits = new CopyOnWriteArrayList<>();

    @Override
    public Optional<Map<String, String>> copy(Form callback) {
      copied.add(callback.first("PaymentCardNumber").orElse(""));
      return Optional.empty();
    }

    @Override
    public void digits(Form callback, Form query) {
      digits.add(
          callback.first("PaymentCardNumber").orElse("")
              + " of "
              + query.first("session").orElse(""));
    }
  }

  @Test
  void copies_callbacks_but_only_shows_digits() {
    final String id = world.sessionOf("alice").at("id");
    assertThat(world.twilio().status(world, id, DIGITS).status()).isEqualTo(204);
    assertThat(world.twilio().status(world, id, CARD).status()).isEqualTo(204);

    assertThat(notes.digits).containsExactly("xxxx of " + id);
    assertThat(notes.copied).containsExactly("xxxxxxxxxxxx1111");
  }

  @Test
  void does_not_copy_an_unsigned_callback() {
    final String id = world.sessionOf("alice").at("id");
    world.twilio().signedBy("nonsense").status(world, id, DIGITS);
    world.twilio().signedBy("nonsense").status(world, id, CARD);

    assertThat(notes.digits).isEmpty();
    assertThat(notes.copied).isEmpty();
  }

  @Test
  void does_not_show_digits_of_unknown_payments() {
    final Map<String, String> digits =
        Map.of(
            "CallSid",
            World.newCall(),
            "Sid",
            "PK" + "f".repeat(32),
            "Capture",
            "payment-card-number",
            "PaymentCardNumber",
            "xxxx",
            "PartialResult",
            "true");
    assertThat(world.twilio().post("/twilio/payments/status", digits).status()).isEqualTo(204);

    assertThat(notes.digits).isEmpty();
  }
}
