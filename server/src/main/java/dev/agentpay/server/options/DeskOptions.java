package dev.agentpay.server.options;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Options of the agents' page, the desk.
///
/// @param pages folder on the class path with the built pages, in a folder each; empty to serve
///   only the API
/// @param claimsBySid whether agents may claim a call by its CallSid; supervisors may always assign
///   it
/// @param frames origins of pages that may embed the desk in a frame, such as a CRM or a CTI
/// @param awayAfter how long after their last page is gone an agent is set to away
public record DeskOptions(
    Optional<String> pages,
    SoftphoneOptions softphone,
    boolean claimsBySid,
    Set<String> frames,
    Duration awayAfter) {
  /// Default. A page needs a few seconds to reload, and up to ten to reconnect.
  public static final Duration AWAY_AFTER = Duration.ofSeconds(20);

  /// Shortest and longest. A page needs a second to reload, and callers who ring a desk without a
  /// person wait in vain.
  public static final Duration MIN_AWAY_AFTER = Duration.ofSeconds(1);

  public static final Duration MAX_AWAY_AFTER = Duration.ofMinutes(10);

  /// Only the API, for agents who do not answer calls on the desk.
  public static final DeskOptions NONE =
      new DeskOptions(Optional.empty(), new SoftphoneOptions.None(), true, Set.of());

  public DeskOptions {
    frames = Set.copyOf(frames);
  }

  /// With the default time until an agent without a page is away.
  public DeskOptions(
      Optional<String> pages, SoftphoneOptions softphone, boolean claimsBySid, Set<String> frames) {
    this(pages, softphone, claimsBySid, frames, AWAY_AFTER);
  }

  List<String> problems() {
    return awayAfter.compareTo(MIN_AWAY_AFTER) < 0 || awayAfter.compareTo(MAX_AWAY_AFTER) > 0
        ? List.of(
            "desk: awayAfter must be between %s s and %s s; got %s ms"
                .formatted(
                    MIN_AWAY_AFTER.toSeconds(), MAX_AWAY_AFTER.toSeconds(), awayAfter.toMillis()))
        : List.of();
  }
}
