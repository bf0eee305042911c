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

/// Simulates customers who call one after another and pay several times in each call, until
/// [#stop]. Customer and agent act on the current state, so they continue after a server kill.
final class PaymentLoop implements Runnable {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(15);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(8);

  private static final int PAYMENTS_PER_CALL = 6;

  private final AtomicBoolean stopping = new AtomicBoolean();
  private final SimulatedTwilio twilio;
  private final Map<String, CrashAgent> desks;

  /// Looks up which agent has a call, because the server chooses the agent.
  private final CrashAgent supervisor;

  private final KillTarget target;
  private final Consumer<Started> started;
  private final String number;
  private final Random random;
  private volatile String activity = "is starting";

  /// A new session and its agent.
  record Started(String session, CrashAgent desk) {}

  PaymentLoop(
      SimulatedTwilio twilio,
      Map<String, CrashAgent> desks,
      CrashAgent supervisor,
      KillTarget target,
      Consumer<Started> started,
      int number,
      long seed) {
    this.twilio = twilio;
    this.desks = desks;
    this.supervisor = supervisor;
    this.target = target;
    this.started = started;
    this.number = "+1202555%04d".formatted(1000 + number);
    this.random = new Random(seed);
  }

  /// The current activity, for error messages.
  String activity() {
    return activity;
  }

  /// Starts no more sessions; the current payment continues.
  void stop() {
    stopping.set(true);
  }

  @Override
  public void run() {
    while (!stopping.get()) {
      try {
        final CrashCustomer caller = CrashCustomer.dials(twilio, number);
        try {
          activity = "waits for an agent on " + caller.call();
          awaitAgent(caller).ifPresent(desk -> takePayments(caller, desk));
        } finally {
          caller.hangsUp();
        }
      } catch (PayException | ControlRefused e) {
        // The call was lost in a kill; the customer calls again.
      }
      Pause.of(POLL_INTERVAL);
    }
  }

  private Optional<CrashAgent> awaitAgent(CrashCustomer caller) {
    final AtomicReference<Optional<CrashAgent>> found = new AtomicReference<>(Optional.empty());
    Pause.until(
        () -> {
          if (caller.isAnswered()) {
            found.set(owner(caller.call()));
          }
          return !caller.isActive() || found.get().isPresent();
        },
        ANSWER_TIMEOUT);
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

  private void takePayments(CrashCustomer caller, CrashAgent desk) {
    for (int i = 0; i < PAYMENTS_PER_CALL && !stopping.get() && caller.isActive(); i++) {
      final PaymentRun.Plan plan = choosePlan();
      final AtomicReference<String> session = new AtomicReference<>("");
      target.reached(KillTarget.State.OPENING, session::get);
      final StartPayment payment = payment(caller.call(), plan);
      activity = "starts a session on " + caller.call();
      session.set(desk.retrying(() -> desk.client().start(payment)).id());
      started.accept(new Started(session.get(), desk));
      final PaymentRun run =
          new PaymentRun(
              caller, desk, session.get(), plan, target, random, text -> activity = text);
      if (!run.run()) {
        return;
      }
    }
  }

  private PaymentRun.Plan choosePlan() {
    if (target.isAimedAt(KillTarget.State.CANCELLING)) {
      return PaymentRun.Plan.CANCEL;
    } else if (target.isAimedAt(KillTarget.State.IDLE)) {
      return PaymentRun.Plan.ONE_BY_ONE;
    } else if (target.isAimedAt(KillTarget.State.UNCONFIRMED)) {
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
