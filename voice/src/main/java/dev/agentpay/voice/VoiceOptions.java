package dev.agentpay.voice;

import dev.agentpay.events.AgentId;
import dev.agentpay.twilio.PhoneNumbers;
import dev.agentpay.twilio.twiml.SoftphoneDial;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Options of call routing.
///
/// @param phones agents' own telephones, by number in E.164 form
/// @param music URL of the hold music, an MP3 or WAV that Twilio can fetch. Empty: callers are not
///   put on hold, and the line is busy
/// @param ringFor how long an agent is rung, 5 s to 10 min
/// @param numbers reads the numbers that PBXs dial
public record VoiceOptions(
    RouteTable routes,
    Map<String, AgentId> phones,
    CallerIds callerIds,
    Optional<URI> music,
    Duration ringFor,
    PhoneNumbers numbers) {

  /// Default ring time: about five rings.
  public static final Duration RING_FOR = Duration.ofSeconds(25);

  /// Rings softphones for every call.
  public static final VoiceOptions DEFAULT =
      new VoiceOptions(
          RouteTable.SOFTPHONES,
          Map.of(),
          new CallerIds(List.of()),
          Optional.empty(),
          RING_FOR,
          PhoneNumbers.INTERNATIONAL);

  public VoiceOptions {
    phones = Map.copyOf(phones);
  }

  /// Returns all errors in these options as `option: text`; empty if there are none.
  public List<String> problems() {
    final List<String> problems = new ArrayList<>();
    if (ringFor.compareTo(SoftphoneDial.MIN_RING) < 0
        || ringFor.compareTo(SoftphoneDial.MAX_RING) > 0) {
      problems.add(
          "ringFor: must be %s to %s seconds; got %s"
              .formatted(
                  SoftphoneDial.MIN_RING.toSeconds(),
                  SoftphoneDial.MAX_RING.toSeconds(),
                  ringFor.toSeconds()));
    }
    routes
        .routes()
        .forEach(
            (called, route) -> {
              if (route instanceof Route.Forward forward && !phones.containsKey(forward.number())) {
                problems.add(
                    "routes: %s is forwarded to %s, which belongs to no agent; add the number to phones"
                        .formatted(called, forward.number()));
              }
            });
    callerIds.ours().stream()
        .filter(number -> !RouteText.isE164(number))
        .forEach(
            number ->
                problems.add("callerIds: must be numbers such as +12025550100; got " + number));
    phones.keySet().stream()
        .filter(number -> !RouteText.isE164(number))
        .forEach(
            number ->
                problems.add("phones: must have numbers such as +12025550123; got " + number));
    music
        .filter(url -> !("http".equals(url.getScheme()) || "https".equals(url.getScheme())))
        .ifPresent(_ -> problems.add("music: must be an http or https URL"));
    return List.copyOf(problems);
  }
}
