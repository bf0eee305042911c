package dev.agentpay.simulator.world;

import dev.agentpay.simulator.options.Faults;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Draws the faults from one seed and counts down the numbered ones.
///
/// Each kind of fault has its own random sequence, so whether a webhook is dropped does not depend
/// on the number of REST requests before it.
public final class FaultDice {
  private final Faults faults;
  private final SplittableRandom webhookDie;
  private final SplittableRandom restDie;
  private final SplittableRandom keyDie;
  private final SplittableRandom connectorDie;
  private final SyncFaultDice sync;
  private final List<Faults.FailNext> failNext;
  private final Deque<Faults.ConnectorRefusal> refuseNext;
  private final Deque<String> nextErrorTypes;
  private final Deque<String> nextCallbackErrorTypes;
  private int dropNext;
  private int dropNextFinal;
  private int loseNext;
  private int hangUpAfter;
  private int timeoutNext;
  private int unreachableNext;
  private int malformedNext;
  private int closeNext;

  FaultDice(Faults faults) {
    this.faults = faults;
    webhookDie = new SplittableRandom(faults.seed());
    restDie = new SplittableRandom(faults.seed() + 1);
    keyDie = new SplittableRandom(faults.seed() + 2);
    connectorDie = new SplittableRandom(faults.seed() + 3);
    sync = new SyncFaultDice(faults.seed() + 4, faults.sync());
    failNext = new ArrayList<>(faults.rest().failNext());
    nextErrorTypes = new ArrayDeque<>(faults.keys().nextErrorTypes());
    nextCallbackErrorTypes = new ArrayDeque<>(faults.webhooks().nextErrorTypes());
    dropNext = faults.webhooks().dropNext();
    dropNextFinal = faults.webhooks().dropNextFinal();
    loseNext = faults.rest().loseNext();
    hangUpAfter = faults.keys().hangUpAfter();
    timeoutNext = faults.connector().timeoutNext();
    unreachableNext = faults.connector().unreachableNext();
    malformedNext = faults.connector().malformedNext();
    closeNext = faults.connector().closeNext();
    refuseNext = new ArrayDeque<>(faults.connector().refuseNext());
  }

  /// The faults that are still to come.
  public Faults remaining() {
    final Faults.Webhooks w = faults.webhooks();
    final Faults.Rest r = faults.rest();
    return new Faults(
        faults.seed(),
        new Faults.Webhooks(
            w.drop(),
            w.duplicate(),
            w.reorder(),
            w.delay(),
            w.delayMillis(),
            dropNext,
            dropNextFinal,
            List.copyOf(nextCallbackErrorTypes)),
        new Faults.Rest(
            r.tooManyRequests(),
            r.serverError(),
            r.lostAnswer(),
            loseNext,
            r.delayMillis(),
            failNext),
        new Faults.Keys(faults.keys().hangUp(), hangUpAfter, List.copyOf(nextErrorTypes)),
        new Faults.Connector(
            faults.connector().timeout(),
            timeoutNext,
            unreachableNext,
            malformedNext,
            closeNext,
            List.copyOf(refuseNext),
            faults.connector().delayMillis()),
        sync.remaining());
  }

  public SyncFaultDice sync() {
    return sync;
  }

  boolean dropsWebhook(boolean isFinal) {
    if (isFinal && dropNextFinal > 0) {
      dropNextFinal--;
      return true;
    }
    if (dropNext > 0) {
      dropNext--;
      return true;
    }
    return strikes(webhookDie, faults.webhooks().drop());
  }

  boolean duplicatesWebhook() {
    return strikes(webhookDie, faults.webhooks().duplicate());
  }

  boolean reordersWebhook() {
    return strikes(webhookDie, faults.webhooks().reorder());
  }

  boolean delaysWebhook() {
    return strikes(webhookDie, faults.webhooks().delay());
  }

  public boolean answersTooManyRequests() {
    return strikes(restDie, faults.rest().tooManyRequests());
  }

  public boolean answersServerError() {
    return strikes(restDie, faults.rest().serverError());
  }

  public boolean losesAnswer() {
    if (loseNext > 0) {
      loseNext--;
      return true;
    }
    return strikes(restDie, faults.rest().lostAnswer());
  }

  public Optional<Faults.FailNext> fails(Faults.Operation operation) {
    for (int i = 0; i < failNext.size(); i++) {
      final Faults.FailNext next = failNext.get(i);
      if (next.operation() == operation) {
        if (next.times() > 1) {
          failNext.set(i, next.oneFewer());
        } else {
          failNext.remove(i);
        }
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  public boolean hangsUp() {
    if (hangUpAfter > 0 && --hangUpAfter == 0) {
      return true;
    }
    return strikes(keyDie, faults.keys().hangUp());
  }

  public Optional<String> errorType() {
    return Optional.ofNullable(nextErrorTypes.poll());
  }

  /// The `ErrorType` for the next callback of a payment, whatever it reports.
  public Optional<String> callbackErrorType() {
    return Optional.ofNullable(nextCallbackErrorTypes.poll());
  }

  public boolean connectorUnreachable() {
    if (unreachableNext > 0) {
      unreachableNext--;
      return true;
    }
    return false;
  }

  public boolean connectorTimesOut() {
    if (timeoutNext > 0) {
      timeoutNext--;
      return true;
    }
    return strikes(connectorDie, faults.connector().timeout());
  }

  public boolean garblesConnectorAnswer() {
    if (malformedNext > 0) {
      malformedNext--;
      return true;
    }
    return false;
  }

  public boolean closesConnectorsConnection() {
    if (closeNext > 0) {
      closeNext--;
      return true;
    }
    return false;
  }

  /// The refusal that replaces the connector's next answer.
  public Optional<Faults.ConnectorRefusal> connectorRefuses() {
    return Optional.ofNullable(refuseNext.poll());
  }

  public Duration connectorDelay() {
    return Duration.ofMillis(faults.connector().delayMillis());
  }

  private static boolean strikes(SplittableRandom die, double rate) {
    return rate > 0 && die.nextDouble() < rate;
  }
}
