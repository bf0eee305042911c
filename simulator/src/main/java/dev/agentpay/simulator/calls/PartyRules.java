package dev.agentpay.simulator.calls;

import dev.agentpay.simulator.world.ControlRefused;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Rules for dialled parties by address: what they do when they ring. A party without a rule
/// follows the switch `autoAnswer`.
public final class PartyRules {
  /// Scenarios have only a few rules.
  static final int MOST = 1_000;

  /// The behaviour of one party.
  enum Rule {
    ANSWER,
    BUSY,
    NO_ANSWER,
    BY_HAND,
    FAILED;

    String wire() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private Map<String, Rule> rules = Map.of();

  /// The current rules by address.
  public Map<String, String> toMap() {
    final TreeMap<String, String> words = new TreeMap<>();
    rules.forEach((address, rule) -> words.put(address, rule.wire()));
    return words;
  }

  /// Replaces all rules.
  ///
  /// @throws ControlRefused (400) if a rule is unknown or there are too many
  public void use(Map<String, String> words) {
    if (words.size() > MOST) {
      throw new ControlRefused(400, "bad-party", "at most " + MOST + " parties can have a rule");
    }
    final Map<String, Rule> next = new LinkedHashMap<>();
    words.forEach((address, word) -> next.put(address, rule(word)));
    rules = Map.copyOf(next);
  }

  /// @param address as dialled; headers of a SIP address are ignored
  Optional<Rule> of(String address) {
    final String bare = address.startsWith("sip:") ? address.replaceFirst("\\?.*", "") : address;
    return Optional.ofNullable(rules.get(bare));
  }

  private static Rule rule(String word) {
    try {
      return Rule.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException _) {
      throw new ControlRefused(
          400,
          "bad-party",
          "unknown rule \"" + word + "\"; use answer, busy, no-answer, by-hand or failed");
    }
  }
}
