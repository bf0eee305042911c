package dev.agentpay.connector.spi;

import java.util.Optional;

/// Charges and tokenizes payment methods through a payment gateway. The sandbox is the built-in
/// implementation.
///
/// **Idempotency.** After a crash or an [Outcome.Unclear], the connector may submit the same order
/// again. Orders with the same [TransactionId] must result in at most one charge, so pass the id to
/// the gateway as the idempotency key. If the gateway forgets its keys, for example after a day,
/// look up the charge by this id first. Twilio's own repeats arrive within about a minute.
///
/// **Steps.** A processor that needs several calls records the gateway's ids in the [Attempt]
/// before the call that moves money. The ids are there again when the order is repeated or
/// resolved.
///
/// **Time-outs.** Twilio repeats a request that gets no response within ten seconds, up to five
/// times. The connector does not call the processor again for these repeats; they wait for the call
/// in progress. Set your own connect and read time-outs, below 30 seconds in total, and return
/// [Outcome.Unclear] when one expires.
///
/// **Failures.** Return [Outcome.Refused] only if the gateway certainly refused the order. Return
/// [Outcome.Unclear] for every other failure. An exception counts as `Unclear`. The connector logs
/// its class and where it was thrown, but not its message, because some gateways repeat the request
/// in their messages.
///
/// **Card data.** The connector wipes the order's card data when the method returns. Do not store
/// or log it, and do not copy it into an exception or an outcome.
///
/// The methods are called concurrently, on virtual threads. Charges and tokenizations of one
/// transaction id never run concurrently.
public interface CardProcessor {
  Outcome.OfCharge charge(ChargeOrder order, Attempt attempt);

  Outcome.OfToken tokenize(TokenOrder order, Attempt attempt);

  /// Finds out how an earlier transaction ended, without its card. The connector calls this for
  /// transactions with an unknown outcome that are not in progress: at startup, and when the server
  /// queries their session. A processor may end the doubt itself, for example by cancelling a
  /// payment that has not been made.
  ///
  /// Returns empty or [Outcome.Unclear] if the gateway cannot tell. Any other outcome is final,
  /// just as if `charge` or `tokenize` had returned it.
  default Optional<Outcome> resolve(Attempt attempt) {
    return Optional.empty();
  }
}
