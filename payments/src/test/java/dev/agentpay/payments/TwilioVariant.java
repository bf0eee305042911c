package dev.agentpay.payments;

import dev.agentpay.payments.proof.ConnectorKind;
import java.util.Random;
import java.util.Set;

/// Behaviour that Twilio does not document or that differs between connectors. Each simulated world
/// draws one variant.
///
/// @param replay how Twilio handles a repeated IdempotencyKey
/// @param second how Twilio handles a create on a call with an open Payment
/// @param url which of our URLs receives later callbacks
/// @param doubtCarriesCode whether a callback about an unreadable connector answer also contains
///   64008
/// @param connectorStatus whether callbacks contain the connector's own status
/// @param afterCancel what follows a cancel
/// @param incompleteIsRefused whether a complete before all fields are captured is refused; if not,
///   it is accepted and the callback reports the error
/// @param otherCardIsRefused whether a complete with a card that TEST mode does not accept is
///   refused; if not, it is accepted and the callback reports the error
/// @param finishedCode error code for an update of a finished Payment
/// @param mismatchDiscardsFirst whether two entries that differ are both discarded; if not, only
///   the second
/// @param mismatchNamesField whether the callback about a mismatch names the field; if not, the
///   second entry
/// @param kind kind of the connector
public record TwilioVariant(
    Replay replay,
    Second second,
    Url url,
    boolean doubtCarriesCode,
    boolean connectorStatus,
    AfterCancel afterCancel,
    boolean incompleteIsRefused,
    boolean otherCardIsRefused,
    int finishedCode,
    boolean mismatchDiscardsFirst,
    boolean mismatchNamesField,
    ConnectorKind kind) {

  static final String DECLINE = "card_declined";
  static final String DUPLICATE = "duplicate_transaction";

  /// A repeated key gets the same answer without any effect, is refused, or counts as a new
  /// request.
  enum Replay {
    SAME,
    REFUSED,
    NEW
  }

  /// The create is refused, or it is accepted and immediately ended with `session-in-progress`.
  enum Second {
    REFUSED,
    IN_PROGRESS
  }

  /// The create's URL, the URL of the latest request, or randomly one of them.
  enum Url {
    CREATE,
    NEWEST,
    EITHER
  }

  /// A callback with a result, a callback without one, or no callback.
  enum AfterCancel {
    RESULT,
    NO_RESULT,
    NO_CALLBACK
  }

  /// A connector with a ledger.
  private static final ConnectorKind OURS = new ConnectorKind("ours", true, Set.of(DECLINE));

  /// A connector without a ledger.
  private static final ConnectorKind HOSTED =
      new ConnectorKind("hosted:test", false, Set.of(DECLINE));

  /// Draws a random combination.
  public static TwilioVariant draw(Random random) {
    return new TwilioVariant(
        oneOf(random, Replay.values()),
        oneOf(random, Second.values()),
        oneOf(random, Url.values()),
        random.nextBoolean(),
        random.nextBoolean(),
        oneOf(random, AfterCancel.values()),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean() ? 20404 : 64021,
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextInt(3) == 0 ? HOSTED : OURS);
  }

  private static <T> T oneOf(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }
}
