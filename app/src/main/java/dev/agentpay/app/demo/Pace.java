package dev.agentpay.app.demo;

import dev.agentpay.payments.session.Deadlines;
import java.time.Duration;

/// How quickly time passes in a demo.
///
/// @param timeScale factor on the simulator's waits
/// @param callCheck how often Twilio is asked whether calls still go on
/// @param sweep how often due deadlines are looked for
public record Pace(double timeScale, Deadlines deadlines, Duration callCheck, Duration sweep) {
  /// As with the real Twilio.
  public static final Pace REAL =
      new Pace(1.0, Deadlines.PRODUCTION, Duration.ofSeconds(10), Duration.ofSeconds(1));

  /// Waits of seconds become tenths, and a submit is doubted after little more than a second: for
  /// scripts.
  public static final Pace QUICK =
      new Pace(
          0.04,
          new Deadlines(
              Duration.ofSeconds(10),
              Duration.ofMinutes(1),
              Duration.ofMinutes(1),
              Duration.ofMinutes(1),
              Duration.ofMillis(1_200),
              Duration.ofMillis(200),
              Duration.ofMillis(2_400)),
          Duration.ofMillis(400),
          Duration.ofMillis(50));
}
