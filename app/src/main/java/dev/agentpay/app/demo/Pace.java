package dev.agentpay.app.demo;

import dev.agentpay.payments.session.Deadlines;
import dev.agentpay.server.options.DeskOptions;
import java.time.Duration;

/// The speed of a demo.
///
/// @param timeScale factor on the simulator's waits
/// @param deadlines how long a session may stay in each state
/// @param callCheck interval at which the simulator is asked whether live calls have ended
/// @param sweep interval at which overdue deadlines are searched for
/// @param awayAfter how long after their last page is gone an agent is set to away
public record Pace(
    double timeScale, Deadlines deadlines, Duration callCheck, Duration sweep, Duration awayAfter) {
  /// The speed of the real Twilio.
  public static final Pace REAL =
      new Pace(
          1.0,
          Deadlines.PRODUCTION,
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          DeskOptions.AWAY_AFTER);

  /// For scripts: waits are 25 times shorter, and a submit is unconfirmed after 1.2 s.
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
          Duration.ofMillis(50),
          DeskOptions.AWAY_AFTER);
}
