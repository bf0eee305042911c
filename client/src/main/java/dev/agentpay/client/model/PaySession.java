package dev.agentpay.client.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An attempt to take one payment on one call, in the last state received from the server.
///
/// @param version increases with each event; the higher version is newer
/// @param isFinal whether the state is final; also set for final states that this client version
///   does not know
/// @param call sid of the customer's call
/// @param payment Twilio's `PK…`; empty until Twilio has opened the Payment
/// @param amount without the tip, in units of `currency`, such as `42.50`; empty when tokenizing
/// @param total amount and tip: what is charged
/// @param currency ISO 4217 code
/// @param typeTwice the fields that the customer types twice
/// @param capturing the field that the customer types now
/// @param required the fields that Twilio last reported as required; empty before its first report
/// @param cardType the brand in Twilio's spelling, once known
/// @param fields the state of each field, in capture order
/// @param outcome present if the session ended or is unconfirmed
/// @param alarm whether something arrived after the end that a person must check
public record PaySession(
    String id,
    long version,
    SessionState state,
    boolean isFinal,
    String agent,
    String call,
    Optional<String> payment,
    Optional<BigDecimal> amount,
    Optional<BigDecimal> tip,
    Optional<BigDecimal> total,
    String currency,
    String description,
    String reference,
    String connector,
    TokenType tokenType,
    PaymentMethod paymentMethod,
    List<CaptureField> captureOrder,
    List<CaptureField> typeTwice,
    Advance advance,
    Optional<CaptureField> capturing,
    Optional<List<CaptureField>> required,
    Optional<String> cardType,
    List<Field> fields,
    Optional<Outcome> outcome,
    Instant startedAt,
    Instant stateSince,
    boolean alarm) {

  public PaySession {
    captureOrder = List.copyOf(captureOrder);
    typeTwice = List.copyOf(typeTwice);
    required = required.map(List::copyOf);
    fields = List.copyOf(fields);
  }

  /// The state of this field, if the session captures it.
  public Optional<Field> field(CaptureField wanted) {
    return fields.stream().filter(f -> f.field() == wanted).findFirst();
  }
}
