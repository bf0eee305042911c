package dev.agentpay.server.options;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Options of the agents' page, the desk.
///
/// @param pages folder on the class path with the built pages, in a folder each; empty to serve
///   only the API
/// @param claimsBySid whether agents may claim a call by its CallSid; supervisors may always assign
///   it
/// @param frames origins of pages that may embed the desk in a frame, such as a CRM or a CTI
/// @param embedOrigins origins of pages that may call the API and may embed the desk in a frame
/// @param awayAfter how long after their last page is gone an agent is set to away
public record DeskOptions(
    Optional<String> pages,
    SoftphoneOptions softphone,
    boolean claimsBySid,
    Set<String> frames,
    Set<String> embedOrigins,
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
    embedOrigins = Set.copyOf(embedOrigins);
  }

  /// Without pages of others that may call the API.
  public DeskOptions(
      Optional<String> pages,
      SoftphoneOptions softphone,
      boolean claimsBySid,
      Set<String> frames,
      Duration awayAfter) {
    this(pages, softphone, claimsBySid, frames, Set.of(), awayAfter);
  }

  /// Returns all origins that may embed the desk in a frame.
  public Set<String> framedBy() {
    return Stream.concat(frames.stream(), embedOrigins.stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// With the default time until an agent without a page is away.
  public DeskOptions(
      Optional<String> pages, SoftphoneOptions softphone, boolean claimsBySid, Set<String> frames) {
    this(pages, softphone, claimsBySid, frames, AWAY_AFTER);
  }

  List<String> problems() {
    final List<String> problems = new ArrayList<>();
    for (String origin : embedOrigins) {
      WebOrigin.problem(origin).ifPresent(text -> problems.add("embed.origins: " + text));
    }
    if (awayAfter.compareTo(MIN_AWAY_AFTER) < 0 || awayAfter.compareTo(MAX_AWAY_AFTER) > 0) {
      problems.add(
          "desk: awayAfter must be between %s s and %s s; got %s ms"
              .formatted(
                  MIN_AWAY_AFTER.toSeconds(), MAX_AWAY_AFTER.toSeconds(), awayAfter.toMillis()));
    }
    return problems;
  }
}
