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

/// The shared infrastructure of one simulated world: clock, random choices, network, journal,
/// switches and faults.
///
/// One lock guards all state of the world. Tasks of the timeline and outcomes of the network
/// acquire it here, so the rest of the code can ignore concurrency. Tasks that are still pending
/// when the world is reset do nothing.
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

  /// Marks the leg as changed. Watchers receive it at the end of this step if its snapshot differs.
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

  /// A random sid in Twilio's format: the prefix and 32 hexadecimal digits.
  public String sid(String prefix) {
    final byte[] bytes = new byte[16];
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

  @Override
  public Pending afterPerson(Duration wait, Runnable task) {
    return timeline.afterPerson(wait, () -> locked(task));
  }

  /// Sends a request after the current step and without the lock. Even a transport that answers at
  /// once cannot see half-changed state.
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
