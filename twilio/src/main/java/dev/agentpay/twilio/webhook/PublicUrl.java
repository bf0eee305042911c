package dev.agentpay.twilio.webhook;

import dev.agentpay.payments.values.SessionId;
import dev.agentpay.twilio.WebAddress;
import java.net.URI;

/// Our own base URL as Twilio sees it, and the webhook URLs below it.
///
/// @param value without a trailing slash, for instance `https://pay.example.com`
public record PublicUrl(String value) {
  /// Path for status callbacks of Payments.
  public static final String PAYMENT_STATUS = "/twilio/payments/status";

  /// The maximum that Twilio allows: a lost callback cannot be fetched again.
  private static final int RETRIES = 5;

  /// Connect time-out. A handshake around the world takes a quarter of this.
  private static final int CONNECT_MILLIS = 2_000;

  /// Read time-out. Our answers take milliseconds; such a late one comes from a node that is
  /// failing. Six tries of this length fit into the fifteen seconds that Twilio allows for all of
  /// them, with half a second left for each handshake. Twilio's default is fifteen seconds for one
  /// try, which leaves no time for a second.
  private static final int READ_MILLIS = 2_000;

  /// URL fragment that asks Twilio to retry a webhook after a failed connection, a late answer or a
  /// 5xx. Twilio neither signs nor sends the fragment. There is no pause between retries, so they
  /// bridge an outage only if something in front of us holds requests instead of refusing them.
  ///
  /// @see <a
  ///   href="https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides">Twilio:
  ///   connection overrides</a>
  public static final String OVERRIDES =
      "#rc=" + RETRIES + "&ct=" + CONNECT_MILLIS + "&rt=" + READ_MILLIS + "&rp=ct,rt,5xx";

  public PublicUrl {
    value = WebAddress.withoutSlash(value);
  }

  /// Returns the status callback URL for one instruction.
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

  /// Returns the URL of one of our webhooks, with the overrides.
  ///
  /// @param target path and query, encoded
  public URI webhook(String target) {
    return URI.create(of(target) + OVERRIDES);
  }

  /// Returns the URL that Twilio requested and signed, given what reached us.
  ///
  /// @param target path and query exactly as in the request line
  public String of(String target) {
    return value + target;
  }
}
