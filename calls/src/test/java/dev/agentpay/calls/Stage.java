package dev.agentpay.calls;

import dev.agentpay.events.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/// What all parts of a world share: its dice, its clock, and how badly things may go.
///
/// @param badness from 0, nothing goes wrong, to 1
/// @param outside whoever is not a process of ours: Twilio, customers, agents
record Stage(
    Random random, VirtualTime time, VirtualTime.Node outside, double badness, Trace trace) {

  static Stage of(long seed, double badness, Trace trace) {
    final VirtualTime time = new VirtualTime();
    return new Stage(new Random(seed), time, time.new Node(), badness, trace);
  }

  /// Whether something goes wrong this time.
  ///
  /// @param atWorst how often it does in the worst world
  boolean fails(double atWorst) {
    return random.nextDouble() < atWorst * badness;
  }

  /// Whether somebody chooses to, in every world.
  boolean whim(double probability) {
    return random.nextDouble() < probability;
  }

  int between(int from, int to) {
    return from + random.nextInt(to - from);
  }

  <T> T oneOf(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  /// Somebody outside does this after so many milliseconds.
  void in(int from, int to, Runnable work) {
    outside.at(time.now().plusMillis(between(from, to)), work);
  }

  /// Somebody outside does this again and again.
  void every(Duration pause, Runnable work) {
    outside.at(
        time.now().plus(pause),
        () -> {
          work.run();
          every(pause, work);
        });
  }
}
