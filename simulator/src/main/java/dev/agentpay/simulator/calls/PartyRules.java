package dev.agentpay.simulator.calls;

import dev.agentpay.simulator.world.ControlRefused;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What dialled parties do when they ring, by their address. Whoever is not named does what the
/// `autoAnswer` switch says.
public final class PartyRules {
  /// A script names a handful.
  static final int MOST = 1_000;

  /// What one party does.
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

  /// The rules in force, as they were given.
  public Map<String, String> toMap() {
    var words = new TreeMap<String, String>();
    rules.forEach((address, rule) -> words.put(address, rule.wire()));
    return words;
  }

  /// Replaces all rules. Refused (400) when one is none.
  public void use(Map<String, String> words) {
    if (words.size() > MOST) {
      throw new ControlRefused(400, "bad-party", "at most " + MOST + " parties have a rule");
    }
    var next = new LinkedHashMap<String, Rule>();
    words.forEach((address, word) -> next.put(address, rule(word)));
    rules = Map.copyOf(next);
  }

  /// @param address as dialled; the headers of a SIP address do not count
  Optional<Rule> of(String address) {
    var bare = address.startsWith("sip:") ? address.replaceFirst("\\?.*", "") : address;
    return Optional.ofNullable(rules.get(bare));
  }

  private static Rule rule(String word) {
    try {
      return Rule.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException _) {
      throw new ControlRefused(
          400,
          "bad-party",
          "a party does \"" + word + "\": give answer, busy, no-answer, by-hand or failed");
    }
  }
}
