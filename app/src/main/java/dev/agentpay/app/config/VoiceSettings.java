package dev.agentpay.app.config;

import dev.agentpay.events.AgentId;
import dev.agentpay.server.options.DeskOptions;
import dev.agentpay.server.options.SoftphoneOptions;
import dev.agentpay.twilio.PhoneNumbers;
import dev.agentpay.voice.CallerIds;
import dev.agentpay.voice.Route;
import dev.agentpay.voice.RouteTable;
import dev.agentpay.voice.VoiceOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the settings about calls: the routes, and how agents answer.
final class VoiceSettings {
  private VoiceSettings() {}

  static VoiceOptions voice(Settings settings) {
    final List<String> problems = new ArrayList<>();
    final RouteTable routes = RouteTable.read(settings.list(Key.ROUTES), problems);
    final VoiceOptions options =
        new VoiceOptions(
            routes,
            phones(settings),
            new CallerIds(settings.list(Key.CALLER_IDS)),
            settings.optional(Key.MUSIC).flatMap(text -> music(settings, text)),
            settings.duration(Key.RING_FOR),
            numbers(settings));
    settings.moreProblems(options.problems());
    problems.forEach(problem -> settings.problem(Key.ROUTES, problem));
    // An invalid duration becomes one second. Read these here, so that their problems are reported
    // together with the others.
    List.of(Key.UUI_KEPT, Key.CALL_CHECK).forEach(settings::duration);
    return options;
  }

  private static PhoneNumbers numbers(Settings settings) {
    final Optional<String> region = settings.optional(Key.DEFAULT_REGION);
    final Optional<PhoneNumbers> numbers = region.flatMap(PhoneNumbers::in);
    if (region.isPresent() && numbers.isEmpty()) {
      settings.problem(Key.DEFAULT_REGION, "must be a country code of two letters, such as US");
    }
    return numbers.orElse(PhoneNumbers.INTERNATIONAL);
  }

  static DeskOptions desk(Settings settings, VoiceOptions voice) {
    return new DeskOptions(
        Optional.of(ServeOptions.WEB),
        softphone(settings, voice),
        settings.flag(Key.CLAIM_BY_SID),
        Set.copyOf(settings.list(Key.FRAMED_BY)),
        Set.copyOf(settings.list(Key.EMBED_ORIGINS)),
        settings.duration(Key.AWAY_AFTER));
  }

  private static SoftphoneOptions softphone(Settings settings, VoiceOptions voice) {
    final Optional<String> simulator = settings.optional(Key.BASE_URL);
    final boolean ringsSoftphones =
        voice.routes().routes().values().stream().anyMatch(Route.Softphones.class::isInstance);
    return switch (settings.text(Key.SOFTPHONE)) {
      case "none" -> new SoftphoneOptions.None();
      case "twilio" -> twilio(settings);
      case "simulator" -> simulated(settings, simulator);
      case "auto" ->
          simulator
              .<SoftphoneOptions>map(SoftphoneOptions.Simulated::new)
              .orElseGet(() -> ringsSoftphones ? twilio(settings) : new SoftphoneOptions.None());
      default -> {
        settings.problem(Key.SOFTPHONE, "must be auto, twilio, simulator or none");
        yield new SoftphoneOptions.None();
      }
    };
  }

  private static SoftphoneOptions simulated(Settings settings, Optional<String> simulator) {
    if (simulator.isEmpty()) {
      settings.problem(Key.SOFTPHONE, "is simulator, which requires twilio.base-url");
    }
    return new SoftphoneOptions.Simulated(simulator.orElse(""));
  }

  private static SoftphoneOptions twilio(Settings settings) {
    final Optional<String> application = settings.optional(Key.APPLICATION);
    if (application.filter(sid -> !sid.matches("AP[0-9a-fA-F]{32}")).isPresent()) {
      settings.problem(Key.APPLICATION, "must be AP and 32 hexadecimal digits");
    }
    return new SoftphoneOptions.Twilio(application, SoftphoneOptions.Twilio.TOKEN_LIFETIME);
  }

  private static Map<String, AgentId> phones(Settings settings) {
    final Map<String, AgentId> phones = new HashMap<>();
    for (String entry : settings.list(Key.PHONES)) {
      final String[] parts = entry.split("=", 2);
      try {
        if (parts.length < 2
            || phones.put(parts[1].strip(), new AgentId(parts[0].strip())) != null) {
          settings.problem(
              Key.PHONES, "must be AGENT=NUMBER for each telephone, with each number once");
        }
      } catch (IllegalArgumentException e) {
        settings.problem(Key.PHONES, String.valueOf(e.getMessage()));
      }
    }
    return phones;
  }

  private static Optional<URI> music(Settings settings, String text) {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      settings.problem(Key.MUSIC, "must be an http or https URL");
      return Optional.empty();
    }
  }
}
