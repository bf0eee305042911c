package dev.agentpay.twilio.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.payments.values.SessionId;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicUrlTest {
  private static final SessionId SESSION = new SessionId("ps_abcdefghijklmnopqrstuvwxyz");
  private final PublicUrl publicUrl = new PublicUrl("https://example.com/agentpay/");

  @Test
  void a_status_callback_has_session_number_and_overrides() {
    assertThat(publicUrl.paymentStatus(SESSION, 12))
        .hasToString(
            "https://example.com/agentpay/twilio/payments/status?session=%s&capture=12#rc=5&ct=2000&rt=2000&rp=ct,rt,5xx"
                .formatted(SESSION));
  }

  @Test
  void the_signature_covers_the_url_without_overrides() {
    final String given = publicUrl.paymentStatus(SESSION, 12).toString();
    final String signature = Signatures.sign("token", given, Form.EMPTY);

    final String requested =
        publicUrl.of("/twilio/payments/status?session=%s&capture=12".formatted(SESSION));

    assertThat(new Signatures(List.of("token")).holds(requested, Form.EMPTY, signature)).isTrue();
  }
}
