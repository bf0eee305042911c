package dev.agentpay.twilio;

import dev.agentpay.payments.values.SessionId;
import java.net.URI;

/// Our own address as Twilio sees it, and what is found there.
///
/// @param value without a slash at its end, for instance `https://pay.example.com`
public record PublicUrl(String value) {
  /// Where status callbacks of Payments go.
  public static final String PAYMENT_STATUS = "/twilio/payments/status";

  /// Asks Twilio to try a webhook up to five times more, also after a read time-out or a 5xx: its
  /// default is one more after a failed connect only, and a lost callback cannot be fetched.
  ///
  /// @see <a
  ///   href="https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides">Twilio:
  ///   connection overrides</a>
  public static final String OVERRIDES = "#rc=5&rp=ct,rt,5xx";

  public PublicUrl {
    value = WebAddress.withoutSlash(value);
  }

  /// The status callback of one instruction.
  ///
  /// @param number of the event that caused it
  public URI paymentStatus(SessionId session, long number) {
    return webhook(
        "%s?%s=%s&%s=%d"
            .formatted(
                PAYMENT_STATUS,
                PaymentStatusParser.SESSION,
                session,
                PaymentStatusParser.CAPTURE,
                number));
  }

  /// Any of our webhooks, with the overrides.
  ///
  /// @param target path and query, encoded
  public URI webhook(String target) {
    return URI.create(of(target) + OVERRIDES);
  }

  /// The URL that Twilio requested, and signed, when this is what reached us.
  ///
  /// @param target path and query exactly as they stand in the request line
  public String of(String target) {
    return value + target;
  }
}
