package dev.agentpay.voice;

import dev.agentpay.events.AgentId;
import dev.agentpay.twilio.twiml.SoftphoneDial;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How calls are routed.
///
/// @param phones agents' own telephones, as E.164
/// @param music what callers hear who wait for an agent: an address of an MP3 or WAV that Twilio
///   can fetch. Empty: nobody waits, the line is busy
/// @param ringFor how long an agent is rung, 5 s to 10 min
public record VoiceOptions(
    RouteTable routes,
    Map<String, AgentId> phones,
    CallerIds callerIds,
    Optional<URI> music,
    Duration ringFor) {

  /// About five rings.
  public static final Duration RING_FOR = Duration.ofSeconds(25);

  /// Every call to a softphone.
  public static final VoiceOptions DEFAULT =
      new VoiceOptions(
          RouteTable.SOFTPHONES, Map.of(), new CallerIds(List.of()), Optional.empty(), RING_FOR);

  public VoiceOptions {
    phones = Map.copyOf(phones);
  }

  /// Every error of these options; empty when there is none.
  public List<String> problems() {
    final List<String> problems = new ArrayList<>();
    if (ringFor.compareTo(SoftphoneDial.MIN_RING) < 0
        || ringFor.compareTo(SoftphoneDial.MAX_RING) > 0) {
      problems.add(
          "ringing takes %d to %d seconds"
              .formatted(SoftphoneDial.MIN_RING.toSeconds(), SoftphoneDial.MAX_RING.toSeconds()));
    }
    routes
        .routes()
        .forEach(
            (called, route) -> {
              if (route instanceof Route.Forward forward && !phones.containsKey(forward.number())) {
                problems.add(
                    "%s is forwarded to %s, which is no agent's telephone; say whose it is in phones"
                        .formatted(called, forward.number()));
              }
            });
    callerIds.ours().stream()
        .filter(number -> !RouteText.isE164(number))
        .forEach(number -> problems.add("a caller id is a number as +12025550100, not " + number));
    phones.keySet().stream()
        .filter(number -> !RouteText.isE164(number))
        .forEach(number -> problems.add("a telephone is a number as +12025550123, not " + number));
    music
        .filter(at -> !("http".equals(at.getScheme()) || "https".equals(at.getScheme())))
        .ifPresent(_ -> problems.add("the music is an http or https address"));
    return List.copyOf(problems);
  }
}
