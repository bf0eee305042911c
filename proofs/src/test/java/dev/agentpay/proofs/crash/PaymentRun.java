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

/// One session, from its start to its end.
final class PaymentRun {
  private static final Duration GLANCE = Duration.ofMillis(15);
  private static final Duration TAKES = Duration.ofSeconds(100);

  /// How long an agent looks at a field that nobody asks the customer for, before pressing ✕.
  private static final Duration PUZZLED = Duration.ofSeconds(3);

  /// How long a doubt is waited for before the customer is let go.
  private static final Duration DOUBTS = Duration.ofSeconds(6);

  private static final int USUAL_PAUSE_MILLIS = 50;

  private final CrashCustomer caller;
  private final CrashAgent desk;
  private final String session;
  private final Plan plan;
  private final KillTargets aims;
  private final Random random;
  private final Consumer<String> doing;
  private long puzzledSince = System.nanoTime();
  private long askedAt = System.nanoTime();
  private long doubtedSince;

  /// What the agent means to do.
  enum Plan {
    CHARGE,
    TOKENIZE,
    DECLINE,
    /// The agent asks for each field.
    ONE_BY_ONE,
    CANCEL,
    HANG_UP
  }

  /// @param doing told what is done
  PaymentRun(
      CrashCustomer caller,
      CrashAgent desk,
      String session,
      Plan plan,
      KillTargets aims,
      Random random,
      Consumer<String> doing) {
    this.caller = caller;
    this.desk = desk;
    this.session = session;
    this.plan = plan;
    this.aims = aims;
    this.random = random;
    this.doing = doing;
  }

  /// Does what is to be done until the session has ended.
  ///
  /// @return false when the call is not good for another one
  boolean isSettled() {
    final long end = System.nanoTime() + TAKES.toNanos();
    while (System.nanoTime() < end) {
      final PaySession now = look();
      doing.accept("%s: %s is %s %s".formatted(plan, session, now.state(), now.capturing()));
      if (now.isFinal()) {
        return true;
      }
      if (now.state() == SessionState.UNCONFIRMED && isDoubtful()) {
        return false;
      }
      act(now);
      Pause.of(GLANCE);
    }
    return false;
  }

  /// What the stream shows; now and then, as that may be lost, what the API says.
  private PaySession look() {
    final PaySession seen = desk.sees(session);
    if (System.nanoTime() - askedAt < Duration.ofSeconds(1).toNanos()) {
      return seen;
    }
    askedAt = System.nanoTime();
    final PaySession asked = desk.asks(session);
    return asked.version() > seen.version() ? asked : seen;
  }

  private boolean isDoubtful() {
    if (doubtedSince == 0) {
      doubtedSince = System.nanoTime();
      aims.reached(KillTargets.Aim.UNCONFIRMED, () -> session);
    }
    return System.nanoTime() - doubtedSince > DOUBTS.toNanos();
  }

  private void act(PaySession now) {
    try {
      switch (now.state()) {
        case IDLE -> {
          aims.reached(KillTargets.Aim.IDLE, () -> session);
          linger(KillTargets.Aim.IDLE);
          askForNext(now);
        }
        case CAPTURING -> {
          if (now.capturing().filter(field -> isCaptured(now, field)).isPresent()) {
            askForNext(now); // the server leaves that to us
          } else {
            now.capturing().ifPresent(this::capturing);
          }
        }
        case READY -> {
          aims.reached(KillTargets.Aim.READY, () -> session);
          linger(KillTargets.Aim.READY);
          ready();
        }
        default -> {} // it is on Twilio, on the ledger or on a deadline
      }
    } catch (PayException | ControlRefused e) {
      Pause.of(GLANCE); // it stands otherwise by now: look again
    }
  }

  /// Agents take their time, and more of it when they are to be hit just then.
  private void linger(KillTargets.Aim aim) {
    final int most = aims.isAt(aim) ? 2 * (int) aim.within().toMillis() : USUAL_PAUSE_MILLIS;
    Pause.of(Duration.ofMillis(random.nextInt(most)));
  }

  private void ready() {
    if (plan == Plan.CANCEL) {
      aims.reached(KillTargets.Aim.CANCELLING, () -> session);
      desk.insists(() -> desk.client().cancel(session));
    } else {
      aims.reached(KillTargets.Aim.COMPLETING, () -> session);
      desk.insists(() -> desk.client().submit(session));
    }
  }

  private void capturing(CaptureField field) {
    if (caller.isAskedFor(wire(field))) {
      puzzledSince = System.nanoTime();
      type(field);
    } else if (System.nanoTime() - puzzledSince > PUZZLED.toNanos() && caller.isOn()) {
      puzzledSince = System.nanoTime();
      desk.insists(() -> desk.client().capture(session, field, true));
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
    aims.reached(KillTargets.Aim.CAPTURING, () -> session);
    caller.types(keys);
  }

  private void askForNext(PaySession now) {
    now.captureOrder().stream()
        .filter(field -> !isCaptured(now, field))
        .findFirst()
        .ifPresent(field -> desk.insists(() -> desk.client().capture(session, field)));
  }

  private static boolean isCaptured(PaySession now, CaptureField field) {
    return now.field(field).filter(f -> f.state() == Field.State.CAPTURED).isPresent();
  }

  private static String wire(CaptureField field) {
    return field.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
