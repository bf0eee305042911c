package dev.agentpay.calls;

import dev.agentpay.events.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/// Shared parts of a [World]: random source, virtual clock, fault level and trace.
///
/// @param outside the clock's node for everything outside our processes: Twilio, customers, agents
/// @param faultLevel from 0 (no faults) to 1 (most faults)
record Simulation(
    Random random, VirtualTime time, VirtualTime.Node outside, double faultLevel, Trace trace) {

  static Simulation of(long seed, double faultLevel, Trace trace) {
    final VirtualTime time = new VirtualTime();
    return new Simulation(new Random(seed), time, time.new Node(), faultLevel, trace);
  }

  /// Whether a fault occurs this time.
  ///
  /// @param atWorst its probability at fault level 1
  boolean fails(double atWorst) {
    return random.nextDouble() < atWorst * faultLevel;
  }

  /// Returns true with this probability, independent of the fault level.
  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int between(int from, int to) {
    return from + random.nextInt(to - from);
  }

  <T> T oneOf(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  /// Schedules work outside our processes after a random delay in milliseconds.
  void in(int from, int to, Runnable work) {
    outside.at(time.now().plusMillis(between(from, to)), work);
  }

  /// Schedules repeated work outside our processes.
  void every(Duration pause, Runnable work) {
    outside.at(
        time.now().plus(pause),
        () -> {
          work.run();
          every(pause, work);
        });
  }
}
