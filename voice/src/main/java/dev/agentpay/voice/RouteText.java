package dev.agentpay.voice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Parses a configured route: its kind, an argument after a colon, and options, such as
/// `sip-in:pbx.example.com refer plain-uui`.
final class RouteText {
  private static final String PLAIN = "plain-uui";
  private static final String TOLL_FREE = "toll-free";
  private static final String REFER = "refer";
  private static final String UNMATCHED = "unmatched";

  /// Maximum length of a domain. Twilio accepts SIP URIs of up to 254 characters; the rest is
  /// reserved for the user part.
  private static final int MAX_DOMAIN = 200;

  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{1,14}");
  private static final Pattern DOMAIN =
      Pattern.compile("[A-Za-z0-9.-]+(:[0-9]{1,5})?(;[A-Za-z0-9-]+(=[A-Za-z0-9.-]+)?)*");

  private final String text;
  private final String kind;
  private final String argument;
  private final List<String> options;

  private RouteText(String text) {
    this.text = text;
    final List<String> parts = Arrays.asList(text.strip().split("\\s+", -1));
    final String[] head = parts.getFirst().split(":", 2);
    kind = head[0];
    argument = head.length == 2 ? head[1] : "";
    options = new ArrayList<>(parts.subList(1, parts.size()));
  }

  /// @throws IllegalArgumentException if the text is not a route; the message shows valid forms
  static Route read(String text) {
    return new RouteText(text).route();
  }

  static boolean isE164(String text) {
    return E164.matcher(text).matches();
  }

  private Route route() {
    final Route route =
        switch (kind) {
          case "softphone" -> {
            require(argument.isEmpty(), "must have no argument");
            yield new Route.Softphones();
          }
          case "sip-in" -> {
            require(DOMAIN.matcher(argument).matches(), "needs a domain: sip-in:pbx.example.com");
            require(
                argument.length() <= MAX_DOMAIN,
                "must have a domain of at most %d characters".formatted(MAX_DOMAIN));
            yield new Route.SipIn(argument, id(), hasOption(REFER));
          }
          case "sip-out" -> {
            require(
                argument.isEmpty() || isE164(argument),
                "must have a caller ID in E.164 form: sip-out:+12025550100");
            yield new Route.SipOut(
                Optional.of(argument).filter(a -> !a.isEmpty()),
                !hasOption(UNMATCHED),
                hasOption(REFER));
          }
          case "forward" -> {
            require(isE164(argument), "needs a number in E.164 form: forward:+12025550123");
            yield new Route.Forward(argument);
          }
          default ->
              throw new IllegalArgumentException(
                  "the route must be softphone, sip-in:DOMAIN, sip-out or forward:NUMBER; got "
                      + text);
        };
    require(options.isEmpty(), "does not support the options " + options);
    return route;
  }

  private Route.SipIn.Id id() {
    final boolean plain = hasOption(PLAIN);
    final boolean tollFree = hasOption(TOLL_FREE);
    require(!(plain && tollFree), "must not combine plain-uui and toll-free");
    if (tollFree) {
      return Route.SipIn.Id.TOLL_FREE;
    }
    return plain ? Route.SipIn.Id.PLAIN : Route.SipIn.Id.HEX;
  }

  private boolean hasOption(String option) {
    return options.removeAll(Set.of(option));
  }

  private void require(boolean valid, String problem) {
    if (!valid) {
      throw new IllegalArgumentException("%s %s, in: %s".formatted(kind, problem, text));
    }
  }
}
