package dev.agentpay.voice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads a route as it stands in the configuration: a kind, what it needs after a colon, and words
/// that change it, such as `sip-in:pbx.example.com refer plain-uui`.
final class RouteText {
  private static final String PLAIN = "plain-uui";
  private static final String TOLL_FREE = "toll-free";
  private static final String REFER = "refer";
  private static final String UNMATCHED = "unmatched";

  /// Twilio takes SIP URIs of at most 254 characters; the rest is for whom the PBX is to ring.
  private static final int MAX_DOMAIN = 200;

  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{1,14}");
  private static final Pattern DOMAIN =
      Pattern.compile("[A-Za-z0-9.-]+(:[0-9]{1,5})?(;[A-Za-z0-9-]+(=[A-Za-z0-9.-]+)?)*");

  private final String text;
  private final String kind;
  private final String argument;
  private final List<String> words;

  private RouteText(String text) {
    this.text = text;
    final List<String> parts = Arrays.asList(text.strip().split("\\s+", -1));
    final String[] head = parts.getFirst().split(":", 2);
    kind = head[0];
    argument = head.length == 2 ? head[1] : "";
    words = new ArrayList<>(parts.subList(1, parts.size()));
  }

  /// @throws IllegalArgumentException when it is none; the message says what a route looks like
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
            require(argument.isEmpty(), "takes nothing after it");
            yield new Route.Softphones();
          }
          case "sip-in" -> {
            require(DOMAIN.matcher(argument).matches(), "needs a domain: sip-in:pbx.example.com");
            require(
                argument.length() <= MAX_DOMAIN,
                "takes a domain of at most %d characters".formatted(MAX_DOMAIN));
            yield new Route.SipIn(argument, id(), takes(REFER));
          }
          case "sip-out" -> {
            require(
                argument.isEmpty() || isE164(argument),
                "takes a caller id as E.164: sip-out:+12025550100");
            yield new Route.SipOut(
                Optional.of(argument).filter(a -> !a.isEmpty()), !takes(UNMATCHED), takes(REFER));
          }
          case "forward" -> {
            require(isE164(argument), "needs a number as E.164: forward:+12025550123");
            yield new Route.Forward(argument);
          }
          default ->
              throw new IllegalArgumentException(
                  "there are the routes softphone, sip-in:DOMAIN, sip-out and forward:NUMBER, not "
                      + text);
        };
    require(words.isEmpty(), "knows nothing of " + words);
    return route;
  }

  private Route.SipIn.Id id() {
    final boolean plain = takes(PLAIN);
    final boolean tollFree = takes(TOLL_FREE);
    require(!(plain && tollFree), "is either plain-uui or toll-free");
    if (tollFree) {
      return Route.SipIn.Id.TOLL_FREE;
    }
    return plain ? Route.SipIn.Id.PLAIN : Route.SipIn.Id.HEX;
  }

  private boolean takes(String word) {
    return words.removeAll(Set.of(word));
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("%s %s, in: %s".formatted(kind, otherwise, text));
    }
  }
}
