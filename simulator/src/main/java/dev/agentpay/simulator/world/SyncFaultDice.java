package dev.agentpay.simulator.world;

import dev.agentpay.simulator.options.Faults;
import java.util.SplittableRandom;

/// Draws the faults of Sync and counts down the numbered ones.
public final class SyncFaultDice {
  /// The fault of one request.
  public enum Fate {
    NONE,
    UNREACHABLE,
    TOO_MANY_REQUESTS,
    SERVER_ERROR,
    ANSWER_LOST
  }

  private final Faults.Sync faults;
  private final SplittableRandom die;
  private int tooManyRequestsNext;
  private int serverErrorNext;
  private int unreachableNext;
  private int loseNext;

  SyncFaultDice(long seed, Faults.Sync faults) {
    this.faults = faults;
    die = new SplittableRandom(seed);
    tooManyRequestsNext = faults.tooManyRequestsNext();
    serverErrorNext = faults.serverErrorNext();
    unreachableNext = faults.unreachableNext();
    loseNext = faults.loseNext();
  }

  public Faults.Sync remaining() {
    return new Faults.Sync(
        faults.tooManyRequests(),
        faults.serverError(),
        faults.unreachable(),
        faults.lostAnswer(),
        tooManyRequestsNext,
        serverErrorNext,
        unreachableNext,
        loseNext,
        faults.delayMillis());
  }

  public Fate next() {
    if (unreachableNext > 0) {
      unreachableNext--;
      return Fate.UNREACHABLE;
    }
    if (tooManyRequestsNext > 0) {
      tooManyRequestsNext--;
      return Fate.TOO_MANY_REQUESTS;
    }
    if (serverErrorNext > 0) {
      serverErrorNext--;
      return Fate.SERVER_ERROR;
    }
    if (loseNext > 0) {
      loseNext--;
      return Fate.ANSWER_LOST;
    }
    return drawn();
  }

  private Fate drawn() {
    if (strikes(faults.unreachable())) {
      return Fate.UNREACHABLE;
    }
    if (strikes(faults.tooManyRequests())) {
      return Fate.TOO_MANY_REQUESTS;
    }
    if (strikes(faults.serverError())) {
      return Fate.SERVER_ERROR;
    }
    return strikes(faults.lostAnswer()) ? Fate.ANSWER_LOST : Fate.NONE;
  }

  private boolean strikes(double rate) {
    return rate > 0 && die.nextDouble() < rate;
  }
}
