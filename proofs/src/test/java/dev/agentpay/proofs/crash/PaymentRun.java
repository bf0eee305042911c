package dev.agentpay.proofs.crash;

import dev.agentpay.app.support.Pause;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.Field;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.simulator.world.ControlRefused;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/// Plays agent and customer in one pay session until it has ended.
final class PaymentRun {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(15);
  private static final Duration TIMEOUT = Duration.ofSeconds(100);

  /// The agent captures the field again (✕) if Twilio has not asked for it in this time.
  private static final Duration RECAPTURE_AFTER = Duration.ofSeconds(3);

  /// How long to wait for an unconfirmed session before the customer hangs up.
  private static final Duration UNCONFIRMED_TIMEOUT = Duration.ofSeconds(6);

  private static final int MAX_PAUSE_MILLIS = 50;

  private final CrashCustomer caller;
  private final CrashAgent desk;
  private final String session;
  private final Plan plan;
  private final KillTarget target;
  private final Random random;
  private final Consumer<String> activity;
  private long fieldWaitSince = System.nanoTime();
  private long fetchedAt = System.nanoTime();
  private long unconfirmedSince;

  /// What the agent intends to do.
  enum Plan {
    CHARGE,
    TOKENIZE,
    DECLINE,
    /// The agent starts each capture.
    ONE_BY_ONE,
    CANCEL,
    HANG_UP
  }

  /// @param activity receives a description of the current step
  PaymentRun(
      CrashCustomer caller,
      CrashAgent desk,
      String session,
      Plan plan,
      KillTarget target,
      Random random,
      Consumer<String> activity) {
    this.caller = caller;
    this.desk = desk;
    this.session = session;
    this.plan = plan;
    this.target = target;
    this.random = random;
    this.activity = activity;
  }

  /// Runs until the session has ended, or until it stays unconfirmed or times out.
  ///
  /// @return whether the call can be used for another session
  boolean run() {
    final long end = System.nanoTime() + TIMEOUT.toNanos();
    while (System.nanoTime() < end) {
      final PaySession now = latest();
      activity.accept("%s: %s is %s %s".formatted(plan, session, now.state(), now.capturing()));
      if (now.isFinal()) {
        return true;
      }
      if (now.state() == SessionState.UNCONFIRMED && isUnconfirmedTooLong()) {
        return false;
      }
      act(now);
      Pause.of(POLL_INTERVAL);
    }
    return false;
  }

  /// The session as the stream has it; once a second also from the API, which may be newer.
  private PaySession latest() {
    final PaySession streamed = desk.latest(session);
    if (System.nanoTime() - fetchedAt < Duration.ofSeconds(1).toNanos()) {
      return streamed;
    }
    fetchedAt = System.nanoTime();
    final PaySession fetched = desk.fetch(session);
    return fetched.version() > streamed.version() ? fetched : streamed;
  }

  private boolean isUnconfirmedTooLong() {
    if (unconfirmedSince == 0) {
      unconfirmedSince = System.nanoTime();
      target.reached(KillTarget.State.UNCONFIRMED, () -> session);
    }
    return System.nanoTime() - unconfirmedSince > UNCONFIRMED_TIMEOUT.toNanos();
  }

  private void act(PaySession now) {
    try {
      switch (now.state()) {
        case IDLE -> {
          target.reached(KillTarget.State.IDLE, () -> session);
          linger(KillTarget.State.IDLE);
          captureNext(now);
        }
        case CAPTURING -> {
          if (now.capturing().filter(field -> isCaptured(now, field)).isPresent()) {
            captureNext(now); // with client advance, the agent starts the next capture
          } else {
            now.capturing().ifPresent(this::answer);
          }
        }
        case READY -> {
          target.reached(KillTarget.State.READY, () -> session);
          linger(KillTarget.State.READY);
          finish();
        }
        default -> {} // waits for Twilio, the ledger or a deadline
      }
    } catch (PayException | ControlRefused e) {
      Pause.of(POLL_INTERVAL); // the state has changed meanwhile; read it again
    }
  }

  /// Pauses like an agent would, and longer if a kill is aimed at this state.
  private void linger(KillTarget.State state) {
    final int maxMillis =
        target.isAimedAt(state) ? 2 * (int) state.within().toMillis() : MAX_PAUSE_MILLIS;
    Pause.of(Duration.ofMillis(random.nextInt(maxMillis)));
  }

  private void finish() {
    if (plan == Plan.CANCEL) {
      target.reached(KillTarget.State.CANCELLING, () -> session);
      desk.retrying(() -> desk.client().cancel(session));
    } else {
      target.reached(KillTarget.State.COMPLETING, () -> session);
      desk.retrying(() -> desk.client().submit(session));
    }
  }

  private void answer(CaptureField field) {
    if (caller.isCapturing(wireName(field))) {
      fieldWaitSince = System.nanoTime();
      type(field);
    } else if (System.nanoTime() - fieldWaitSince > RECAPTURE_AFTER.toNanos()
        && caller.isActive()) {
      fieldWaitSince = System.nanoTime();
      desk.retrying(() -> desk.client().capture(session, field, true));
    }
  }

  private void type(CaptureField field) {
    final String keys =
        switch (field) {
          case PAYMENT_CARD_NUMBER ->
              plan == Plan.DECLINE ? Customer.DECLINED_CARD : Customer.GOOD_CARD;
          case EXPIRATION_DATE -> "1231";
          default -> "123";
        };
    if (plan == Plan.HANG_UP && field == CaptureField.EXPIRATION_DATE) {
      caller.hangsUp();
      return;
    }
    target.reached(KillTarget.State.CAPTURING, () -> session);
    caller.types(keys);
  }

  private void captureNext(PaySession now) {
    now.captureOrder().stream()
        .filter(field -> !isCaptured(now, field))
        .findFirst()
        .ifPresent(field -> desk.retrying(() -> desk.client().capture(session, field)));
  }

  private static boolean isCaptured(PaySession now, CaptureField field) {
    return now.field(field).filter(f -> f.state() == Field.State.CAPTURED).isPresent();
  }

  private static String wireName(CaptureField field) {
    return field.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
