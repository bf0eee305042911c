package dev.agentpay.twilio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How we reach Twilio, and how Twilio reaches us.
///
/// @param accountSid `AC` and 32 hexadecimal digits
/// @param authToken the account's primary auth token: checks signatures, nothing else
/// @param secondaryAuthToken the other one, while the token is being rotated
/// @param apiKey `SK` and 32 hexadecimal digits: signs in to REST and issues access tokens
/// @param apiSecret the API key's secret, at least [#MIN_SECRET] characters
/// @param baseUri where Twilio's REST is, when it is not Twilio's own: a simulator
/// @param publicUrl our own address as Twilio sees it, without a slash at its end; https, unless
///   `baseUri` says that there is no real Twilio
/// @param connectTimeout 100 ms to 30 s; afterwards nothing has been sent and it is tried again
/// @param readTimeout 100 ms to 60 s; afterwards nobody knows whether Twilio has done it
/// @param region such as `ie1`; needs an edge, as Twilio has no names for a region alone any more
/// @param edge such as `dublin`
/// @throws InvalidOptionsException with everything that is wrong
/// @see <a href="https://www.twilio.com/docs/global-infrastructure">Twilio: regions and edges</a>
public record TwilioOptions(
    String accountSid,
    String authToken,
    Optional<String> secondaryAuthToken,
    String apiKey,
    String apiSecret,
    Optional<String> baseUri,
    String publicUrl,
    Duration connectTimeout,
    Duration readTimeout,
    Optional<String> region,
    Optional<String> edge) {

  /// A TCP and TLS handshake across an ocean, twice.
  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /// Twilio answers within a second; longer than this and the agent wonders.
  public static final Duration DEFAULT_READ_TIMEOUT = Duration.ofSeconds(10);

  /// HS256 wants a key of at least 256 bits.
  public static final int MIN_SECRET = 32;

  /// Shorter than a round trip within one continent makes no sense.
  private static final Duration SHORTEST = Duration.ofMillis(100);

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(30);
  private static final Duration LONGEST_READ = Duration.ofSeconds(60);

  public TwilioOptions {
    final List<String> problems = new ArrayList<>();
    check(problems, accountSid.matches("AC[0-9a-fA-F]{32}"), "accountSid: is AC and 32 hex digits");
    checkToken(problems, "authToken", authToken);
    secondaryAuthToken.ifPresent(token -> checkToken(problems, "secondaryAuthToken", token));
    check(problems, apiKey.matches("SK[0-9a-fA-F]{32}"), "apiKey: is SK and 32 hex digits");
    check(
        problems,
        apiSecret.length() >= MIN_SECRET && apiSecret.equals(apiSecret.strip()),
        "apiSecret: has at least %d characters and no space around it".formatted(MIN_SECRET));
    baseUri.flatMap(uri -> WebAddress.problem("baseUri", uri, true)).ifPresent(problems::add);
    WebAddress.problem("publicUrl", publicUrl, baseUri.isPresent()).ifPresent(problems::add);
    checkBetween(problems, "connectTimeout", connectTimeout, LONGEST_CONNECT);
    checkBetween(problems, "readTimeout", readTimeout, LONGEST_READ);
    checkPlace(problems, baseUri, region, edge);
    if (!problems.isEmpty()) {
      throw new InvalidOptionsException(problems);
    }
    baseUri = baseUri.map(WebAddress::withoutSlash);
    publicUrl = WebAddress.withoutSlash(publicUrl);
  }

  /// How long one request may take.
  public Duration longestRequest() {
    return connectTimeout.plus(readTimeout);
  }

  /// The auth tokens that signatures may be made with.
  public List<String> authTokens() {
    return secondaryAuthToken.map(second -> List.of(authToken, second)).orElse(List.of(authToken));
  }

  /// Names no secret.
  @Override
  public String toString() {
    return "TwilioOptions[%s, %s, base %s, public %s]"
        .formatted(accountSid, apiKey, baseUri.orElse("Twilio"), publicUrl);
  }

  private static void checkToken(List<String> problems, String name, String token) {
    check(
        problems,
        !token.isEmpty() && token.chars().noneMatch(Character::isWhitespace),
        name + ": is not empty and has no spaces; copy it from the account's console page");
  }

  private static void checkBetween(
      List<String> problems, String name, Duration time, Duration longest) {
    check(
        problems,
        time.compareTo(SHORTEST) >= 0 && time.compareTo(longest) <= 0,
        "%s: is %d ms to %d s".formatted(name, SHORTEST.toMillis(), longest.toSeconds()));
  }

  private static void checkPlace(
      List<String> problems,
      Optional<String> baseUri,
      Optional<String> region,
      Optional<String> edge) {
    check(
        problems,
        region.isEmpty() || region.get().matches("[a-z]{2}[0-9]{1,2}"),
        "region: is a name such as us1, ie1 or au1");
    check(
        problems,
        edge.isEmpty() || edge.get().matches("[a-z]+(-[a-z]+)*"),
        "edge: is a name such as ashburn, dublin or sydney");
    check(
        problems,
        region.isEmpty() || edge.isPresent(),
        "edge: is needed with a region, for instance dublin with ie1");
    check(
        problems,
        baseUri.isEmpty() || (region.isEmpty() && edge.isEmpty()),
        "region, edge: name a place of Twilio's own and do not go with baseUri");
  }

  private static void check(List<String> problems, boolean holds, String otherwise) {
    if (!holds) {
      problems.add(otherwise);
    }
  }
}
