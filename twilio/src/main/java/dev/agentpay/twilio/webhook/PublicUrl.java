package dev.agentpay.twilio.webhook;

import dev.agentpay.payments.values.SessionId;
import dev.agentpay.twilio.WebAddress;
import java.net.URI;

/// Our own address as Twilio sees it, and what is found there.
///
/// @param value without a slash at its end, for instance `https://pay.example.com`
public record PublicUrl(String value) {
  /// Where status callbacks of Payments go.
  public static final String PAYMENT_STATUS = "/twilio/payments/status";

  /// Most that Twilio takes: a lost callback cannot be fetched.
  private static final int RETRIES = 5;

  /// For a connection. A handshake around the world takes a quarter of this.
  private static final int CONNECT_MILLIS = 2_000;

  /// For an answer. Ours takes milliseconds; one that is so late comes from a node that dies or
  /// hangs. Six tries of this length fit into the fifteen seconds that Twilio gives to all of them
  /// together, with half a second left for each handshake. Its default is fifteen seconds for one
  /// try, which leaves no time for a second.
  private static final int READ_MILLIS = 2_000;

  /// Asks Twilio to try a webhook again after a failed connect, an answer that is late, or a 5xx.
  /// It never signs or sends this part. Retries follow each other without a pause, so they bridge
  /// an outage only when something in front of us holds a request instead of refusing it.
  ///
  /// @see <a
  ///   href="https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides">Twilio:
  ///   connection overrides</a>
  public static final String OVERRIDES =
      "#rc=" + RETRIES + "&ct=" + CONNECT_MILLIS + "&rt=" + READ_MILLIS + "&rp=ct,rt,5xx";

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
