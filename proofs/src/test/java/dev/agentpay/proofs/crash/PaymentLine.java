package dev.agentpay.proofs.crash;

import dev.agentpay.app.support.Pause;
import dev.agentpay.client.StartPayment;
import dev.agentpay.client.model.Advance;
import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.PayException;
import dev.agentpay.simulator.control.SimulatedTwilio;
import dev.agentpay.simulator.world.ControlRefused;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// One customer after another, each with an agent, payment after payment, until it is told to stop.
/// Both look at how things stand and do the next sensible thing, whatever a kill has done to them.
final class PaymentLine implements Runnable {
  private static final Duration GLANCE = Duration.ofMillis(15);
  private static final Duration RINGS_FOR = Duration.ofSeconds(8);

  private static final int PAYMENTS_PER_CALL = 6;

  private final AtomicBoolean stopping = new AtomicBoolean();
  private final SimulatedTwilio twilio;
  private final Map<String, CrashAgent> desks;

  /// Sees whose a call is: who is rung is the server's choice.
  private final CrashAgent supervisor;

  private final KillTargets aims;
  private final Consumer<Started> started;
  private final String number;
  private final Random random;
  private volatile String doing = "begins";

  /// A session, and whose it is.
  record Started(String session, CrashAgent desk) {}

  PaymentLine(
      SimulatedTwilio twilio,
      Map<String, CrashAgent> desks,
      CrashAgent supervisor,
      KillTargets aims,
      Consumer<Started> started,
      int number,
      long seed) {
    this.twilio = twilio;
    this.desks = desks;
    this.supervisor = supervisor;
    this.aims = aims;
    this.started = started;
    this.number = "+1202555%04d".formatted(1000 + number);
    this.random = new Random(seed);
  }

  /// What it does at the moment, for whoever wonders why nothing happens.
  String doing() {
    return doing;
  }

  /// No new session is started from now on.
  void stop() {
    stopping.set(true);
  }

  @Override
  public void run() {
    while (!stopping.get()) {
      try {
        final CrashCustomer caller = CrashCustomer.dials(twilio, number);
        try {
          doing = "waits for an agent on " + caller.call();
          agentOf(caller).ifPresent(desk -> payments(caller, desk));
        } finally {
          caller.hangsUp();
        }
      } catch (PayException | ControlRefused e) {
        // The call did not survive.
      }
      Pause.of(GLANCE); // then the customer calls again
    }
  }

  private Optional<CrashAgent> agentOf(CrashCustomer caller) {
    final AtomicReference<Optional<CrashAgent>> found = new AtomicReference<>(Optional.empty());
    Pause.until(
        () -> {
          if (caller.isTalking()) {
            found.set(owner(caller.call()));
          }
          return !caller.isOn() || found.get().isPresent();
        },
        RINGS_FOR);
    return found.get();
  }

  private Optional<CrashAgent> owner(String call) {
    try {
      return Optional.of(supervisor.client().call(call))
          .filter(found -> found.state() == Call.State.ANSWERED)
          .flatMap(Call::agent)
          .map(desks::get);
    } catch (PayException e) {
      return Optional.empty();
    }
  }

  private void payments(CrashCustomer caller, CrashAgent desk) {
    for (int i = 0; i < PAYMENTS_PER_CALL && !stopping.get() && caller.isOn(); i++) {
      final PaymentRun.Plan plan = plan();
      final AtomicReference<String> session = new AtomicReference<>("");
      aims.reached(KillTargets.Aim.OPENING, session::get);
      final StartPayment payment = payment(caller.call(), plan);
      doing = "starts a session on " + caller.call();
      session.set(desk.insists(() -> desk.client().start(payment)).id());
      started.accept(new Started(session.get(), desk));
      final PaymentRun run =
          new PaymentRun(caller, desk, session.get(), plan, aims, random, now -> doing = now);
      if (!run.isSettled()) {
        return;
      }
    }
  }

  private PaymentRun.Plan plan() {
    if (aims.isAt(KillTargets.Aim.CANCELLING)) {
      return PaymentRun.Plan.CANCEL;
    } else if (aims.isAt(KillTargets.Aim.IDLE)) {
      return PaymentRun.Plan.ONE_BY_ONE;
    } else if (aims.isAt(KillTargets.Aim.UNCONFIRMED)) {
      return PaymentRun.Plan.CHARGE;
    }
    final int dice = random.nextInt(20);
    return switch (dice) {
      case 0, 1 -> PaymentRun.Plan.TOKENIZE;
      case 2, 3 -> PaymentRun.Plan.DECLINE;
      case 4, 5 -> PaymentRun.Plan.ONE_BY_ONE;
      case 6, 7 -> PaymentRun.Plan.CANCEL;
      case 8 -> PaymentRun.Plan.HANG_UP;
      default -> PaymentRun.Plan.CHARGE;
    };
  }

  private static StartPayment payment(String call, PaymentRun.Plan plan) {
    final StartPayment payment = StartPayment.on(call).idempotencyKey(UUID.randomUUID().toString());
    return switch (plan) {
      case TOKENIZE -> payment.tokenize();
      case ONE_BY_ONE -> payment.charge("20.00", "USD").advance(Advance.CLIENT);
      default -> payment.charge("10.00", "USD");
    };
  }
}
