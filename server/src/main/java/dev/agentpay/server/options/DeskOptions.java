package dev.agentpay.server.options;

import java.util.Optional;
import java.util.Set;

/// What agents have on their desk.
///
/// @param pages folder on the class path that holds the built page and its list of files; empty:
///   only the API is served
/// @param claimsBySid whether agents may claim a call by its CallSid; supervisors may assign it in
///   any case
/// @param frames origins of pages that may show the desk in a frame: a CRM or a CTI
public record DeskOptions(
    Optional<String> pages, SoftphoneOptions softphone, boolean claimsBySid, Set<String> frames) {

  /// Only the API, for agents who answer elsewhere.
  public static final DeskOptions NONE =
      new DeskOptions(Optional.empty(), new SoftphoneOptions.None(), true, Set.of());

  public DeskOptions {
    frames = Set.copyOf(frames);
  }
}
