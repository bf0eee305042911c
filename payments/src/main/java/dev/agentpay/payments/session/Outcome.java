package dev.agentpay.payments.session;

import java.util.Optional;

/// How a session ended, or why it is unconfirmed.
///
/// @param confirmationCode the processor's id for the charge
/// @param token the processor's token
/// @param profile the processor's customer id, if the connector sends one
/// @param errorCode the connector's or Twilio's code for a decline
/// @param text the reason, for people
public record Outcome(
    Optional<String> confirmationCode,
    Optional<String> token,
    Optional<String> profile,
    Optional<String> errorCode,
    Optional<String> text) {

  /// The session has not ended.
  public static final Outcome NONE =
      new Outcome(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  static Outcome paid(String confirmationCode) {
    return new Outcome(
        Optional.of(confirmationCode),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static Outcome tokenized(String token, Optional<String> profile) {
    return new Outcome(
        Optional.empty(), Optional.of(token), profile, Optional.empty(), Optional.empty());
  }

  static Outcome refused(PaymentStatus.Reason reason) {
    return new Outcome(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        reason.connectorError().or(() -> reason.payErrorCode().map(String::valueOf)),
        reason.paymentError());
  }

  static Outcome withText(String text) {
    return new Outcome(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(text));
  }
}
