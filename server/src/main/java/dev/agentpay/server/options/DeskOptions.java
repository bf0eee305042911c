package dev.agentpay.server.options;

import java.util.Optional;
import java.util.Set;

/// Options of the agents' page, the desk.
///
/// @param pages folder on the class path with the built page and its list of files; empty to serve
///   only the API
/// @param claimsBySid whether agents may claim a call by its CallSid; supervisors may always assign
///   it
/// @param frames origins of pages that may embed the desk in a frame, such as a CRM or a CTI
public record DeskOptions(
    Optional<String> pages, SoftphoneOptions softphone, boolean claimsBySid, Set<String> frames) {

  /// Only the API, for agents who do not answer calls on the desk.
  public static final DeskOptions NONE =
      new DeskOptions(Optional.empty(), new SoftphoneOptions.None(), true, Set.of());

  public DeskOptions {
    frames = Set.copyOf(frames);
  }
}
