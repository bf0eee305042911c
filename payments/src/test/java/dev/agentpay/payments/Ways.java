package dev.agentpay.payments;

import dev.agentpay.payments.proof.ConnectorKind;
import java.util.Random;
import java.util.Set;

/// What Twilio has not published, and what differs between connectors: drawn once for each world.
///
/// @param replay what a repeated IdempotencyKey does
/// @param second what a create on a call with an open Payment does
/// @param url which of our URLs a later callback goes to
/// @param doubtCarriesCode whether an unreadable connector answer also carries 64008
/// @param connectorStatus whether callbacks carry the connector's own status
/// @param afterCancel what follows a cancel
/// @param incompleteIsRefused whether a complete before all is captured is refused; if not it is
///   taken, and the callback tells
/// @param otherCardIsRefused whether a complete with a card that TEST mode does not take is
///   refused; if not it is taken, and the callback tells
/// @param finishedCode error for an update of a finished Payment
/// @param kind of the connector
public record Ways(
    Replay replay,
    Second second,
    Url url,
    boolean doubtCarriesCode,
    boolean connectorStatus,
    AfterCancel afterCancel,
    boolean incompleteIsRefused,
    boolean otherCardIsRefused,
    int finishedCode,
    ConnectorKind kind) {

  static final String DECLINE = "card_declined";
  static final String DUPLICATE = "duplicate_transaction";

  /// A repeated key gets the same answer and does nothing, is refused, or is taken as a new
  /// request.
  enum Replay {
    SAME,
    REFUSED,
    ANEW
  }

  /// Refused, or accepted and at once ended with `session-in-progress`.
  enum Second {
    REFUSED,
    IN_PROGRESS
  }

  /// The create's, that of the newest request, or now one and now the other.
  enum Url {
    CREATE,
    NEWEST,
    EITHER
  }

  /// A callback with a result, one without, or none.
  enum AfterCancel {
    RESULT,
    NO_RESULT,
    NO_CALLBACK
  }

  /// A connector with a ledger.
  private static final ConnectorKind OURS = new ConnectorKind("ours", true, Set.of(DECLINE));

  /// One that nobody can ask.
  private static final ConnectorKind HOSTED =
      new ConnectorKind("hosted:test", false, Set.of(DECLINE));

  /// Any combination.
  public static Ways drawn(Random random) {
    return new Ways(
        oneOf(random, Replay.values()),
        oneOf(random, Second.values()),
        oneOf(random, Url.values()),
        random.nextBoolean(),
        random.nextBoolean(),
        oneOf(random, AfterCancel.values()),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean() ? 20404 : 64021,
        random.nextInt(3) == 0 ? HOSTED : OURS);
  }

  private static <T> T oneOf(Random random, T[] some) {
    return some[random.nextInt(some.length)];
  }
}
