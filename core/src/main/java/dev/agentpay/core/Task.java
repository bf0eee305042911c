package dev.agentpay.core;

import java.time.Instant;
import java.util.Optional;

/// Something to be done for a session at some time: an instruction that is to be sent, or its
/// deadline. A row of the outbox; whichever node holds its lease does it.
///
/// @param number of the event that caused the instruction; [#DEADLINE] for the deadline
/// @param instruction absent for the deadline
/// @param dueAt not before
/// @param attempts how often it was leased, this time included: above 1 when an earlier attempt may
///   have got through, be it that it was put off or that its node died; 0 when written
public record Task(
    SessionId session,
    long number,
    Optional<Instruction> instruction,
    Instant dueAt,
    int attempts) {

  /// The number of a session's one deadline.
  public static final long DEADLINE = 0;

  /// The deadline of a session.
  public static Task deadline(SessionId session, Instant dueAt) {
    return new Task(session, DEADLINE, Optional.empty(), dueAt, 0);
  }

  /// The first attempt at an instruction.
  public static Task instruction(
      SessionId session, long number, Instruction instruction, Instant at) {
    return new Task(session, number, Optional.of(instruction), at, 0);
  }

  /// Whether this is the session's deadline.
  public boolean isDeadline() {
    return number == DEADLINE;
  }
}
