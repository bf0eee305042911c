package dev.agentpay.client.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One try to take one payment on one call, as the server last told it.
///
/// @param version grows with each event; of two, the higher one is the newer one
/// @param isFinal whether nothing leads out of the state; true also for a final state that this
///   client does not know
/// @param call sid of the customer's call
/// @param payment Twilio's `PK…`, once there is one
/// @param amount without the tip, in units of `currency` such as `42.50`; empty when tokenising
/// @param total amount and tip: what is charged
/// @param currency ISO 4217 code
/// @param capturing the field that the customer types now
/// @param required what Twilio still wants, as it last said; empty before it said anything
/// @param cardType the brand in Twilio's spelling, once known
/// @param fields what is known of each, in capture order
/// @param outcome present once it ended or is unconfirmed
/// @param alarm whether something arrived after the end that a person must look at
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
    required = required.map(List::copyOf);
    fields = List.copyOf(fields);
  }

  /// What is known of this field, if the session captures it.
  public Optional<Field> field(CaptureField wanted) {
    return fields.stream().filter(f -> f.field() == wanted).findFirst();
  }
}
