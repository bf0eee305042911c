package dev.agentpay.connector.spi;

import java.util.Optional;

/// What the connector charges or tokenises with: a card gateway, or the sandbox.
///
/// **Idempotency.** The connector gives the same order more than once after a crash or an
/// [Outcome.Unclear]. Two orders with the same [TransactionId] are one charge: hand the id to the
/// gateway as its idempotency key. Should the gateway forget keys (after a day, say), look the
/// charge up by the id first. Twilio repeats within about a minute.
///
/// **Time.** Twilio waits ten seconds and asks again, up to five times; meanwhile the connector
/// keeps the first call going and lets the repeats wait for it. Set connect and read time-outs of
/// your own, below 30 seconds in all, and answer [Outcome.Unclear] when they strike.
///
/// **Failure.** Answer [Outcome.Refused] only for a gateway's certain no. Everything else that goes
/// wrong is [Outcome.Unclear]; an exception counts as that, and only its class is logged, because
/// messages of gateways have been seen to repeat what they were sent.
///
/// **Card data.** Lives in the order and is wiped when the method returns: nothing of it may be
/// kept, logged or put into an exception or an outcome.
///
/// Methods are called on virtual threads, many at a time, but never twice at once for one
/// transaction id.
public interface Processor {
  Outcome.OfCharge charge(ChargeOrder order);

  Outcome.OfToken tokenize(TokenOrder order);

  /// What became of a transaction whose end the connector does not know, without card data: asked
  /// when it starts and when the server asks for a session. Empty when the gateway cannot tell; an
  /// answer from here is as final as one from the order itself.
  default Optional<Outcome> outcomeOf(TransactionId transactionId) {
    return Optional.empty();
  }
}
