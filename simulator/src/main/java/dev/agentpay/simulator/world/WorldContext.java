package dev.agentpay.simulator.world;

import dev.agentpay.simulator.options.Faults;
import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.simulator.options.Switches;
import dev.agentpay.simulator.wire.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// What every part of one simulated world shares: the clock, the dice, the network and the journal.
///
/// All state of the world is guarded by one lock: tasks of the timeline and outcomes of the network
/// take it here, so the parts themselves are written as if there were one thread. A world that was
/// reset is dead: its late tasks do nothing.
public final class WorldContext implements Timeline {
  private final Timeline timeline;
  private final Transport transport;
  private final RandomGenerator random;
  private final AccountLock lock;
  private final ChangeNotifier notifier;
  private final BooleanSupplier alive;
  private final Journal journal;
  private Switches switches;
  private FaultDice faults;

  public WorldContext(
      Timeline timeline,
      Transport transport,
      RandomGenerator random,
      AccountLock lock,
      ChangeNotifier notifier,
      BooleanSupplier alive,
      SimulatorOptions options) {
    this.timeline = timeline;
    this.transport = transport;
    this.random = random;
    this.lock = lock;
    this.notifier = notifier;
    this.alive = alive;
    journal = new Journal(timeline, notifier::line);
    switches = options.switches();
    faults = new FaultDice(options.faults());
  }

  public Journal journal() {
    return journal;
  }

  public ChangeNotifier notifier() {
    return notifier;
  }

  /// Whoever watches is told at the end of this step if the leg looks different then.
  public void markChanged(Leg leg) {
    notifier.markChanged(leg);
  }

  public Switches switches() {
    return switches;
  }

  public void use(Switches newSwitches) {
    switches = newSwitches;
  }

  public FaultDice faults() {
    return faults;
  }

  public void use(Faults newFaults) {
    faults = new FaultDice(newFaults);
  }

  /// A sid as Twilio's: two letters and 32 hexadecimal digits.
  public String sid(String prefix) {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    return prefix + HexFormat.of().formatHex(bytes);
  }

  public UUID uuid() {
    long high = (random.nextLong() & ~0xf000L) | 0x4000L;
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  @Override
  public Instant instant() {
    return timeline.instant();
  }

  @Override
  public Pending after(Duration wait, Runnable task) {
    return timeline.after(wait, () -> locked(task));
  }

  @Override
  public Pending limit(Duration limit, Runnable task) {
    return timeline.limit(limit, () -> locked(task));
  }

  /// Sends outside of the lock and outside of the current step, so that even a transport which
  /// answers at once never finds half-changed state.
  public void send(Transport.OutgoingRequest request, Consumer<Transport.Outcome> outcome) {
    timeline.after(
        Duration.ZERO,
        () -> transport.send(request, result -> locked(() -> outcome.accept(result))));
  }

  private void locked(Runnable task) {
    lock.withLock(
        () -> {
          if (alive.getAsBoolean()) {
            task.run();
          }
        });
  }
}
