package dev.agentpay.twilio.webhook;

import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.PaymentSid;
import java.util.Optional;

/// Parses sids in a webhook. Errors name the parameter.
final class Sids {
  private Sids() {}

  static CallSid call(Form body, String name) {
    return optionalCall(body, name).orElseThrow(() -> missing(name));
  }

  static Optional<CallSid> optionalCall(Form body, String name) {
    try {
      return body.filled(name).map(CallSid::new);
    } catch (IllegalArgumentException e) {
      throw malformed(name, e);
    }
  }

  static PaymentSid payment(Form body, String name) {
    try {
      return body.filled(name).map(PaymentSid::new).orElseThrow(() -> missing(name));
    } catch (IllegalArgumentException e) {
      throw malformed(name, e);
    }
  }

  private static BadWebhookException missing(String name) {
    return new BadWebhookException(name, "is missing");
  }

  private static BadWebhookException malformed(String name, IllegalArgumentException e) {
    return new BadWebhookException(name, String.valueOf(e.getMessage()));
  }
}
