package dev.agentpay.twilio;

import dev.agentpay.twilio.webhook.Signatures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Options for the connection between us and Twilio.
///
/// @param accountSid `AC` and 32 hexadecimal digits
/// @param authToken the account's primary auth token; only verifies signatures
/// @param secondaryAuthToken the secondary auth token, during a rotation
/// @param apiKey `SK` and 32 hexadecimal digits; authenticates REST requests and issues access
///   tokens
/// @param apiSecret the API key's secret, at least [#MIN_SECRET] characters
/// @param baseUri address of a simulator; empty for Twilio itself
/// @param publicUrl our own base URL as Twilio sees it, without a trailing slash; must be https
///   unless `baseUri` is set
/// @param connectTimeout 100 ms to 30 s; after it nothing has been sent, and a retry is safe
/// @param readTimeout 100 ms to 60 s; after it the outcome is unknown
/// @param region such as `ie1`; requires an edge, because Twilio no longer has host names for a
///   region alone
/// @param edge such as `dublin`
/// @param sharedKeys secrets of the account's shared keys by key sid, at most
///   [Signatures#MAX_SHARED_KEYS]; needed only if a webhook rule of the account names such a key
/// @throws InvalidOptionsException with all errors
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
    Optional<String> edge,
    Map<String, String> sharedKeys) {

  /// Enough for two TCP and TLS handshakes across an ocean.
  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /// Twilio answers within a second; an agent should not wait longer than this.
  public static final Duration DEFAULT_READ_TIMEOUT = Duration.ofSeconds(10);

  /// In characters: HS256 requires a key of at least 256 bits.
  public static final int MIN_SECRET = 32;

  /// A time-out shorter than a round trip within one continent makes no sense.
  private static final Duration SHORTEST = Duration.ofMillis(100);

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(30);
  private static final Duration LONGEST_READ = Duration.ofSeconds(60);

  public TwilioOptions {
    final List<String> problems = new ArrayList<>();
    check(
        problems,
        accountSid.matches("AC[0-9a-fA-F]{32}"),
        "accountSid: must be AC and 32 hex digits");
    checkToken(problems, "authToken", authToken);
    secondaryAuthToken.ifPresent(token -> checkToken(problems, "secondaryAuthToken", token));
    check(problems, apiKey.matches("SK[0-9a-fA-F]{32}"), "apiKey: must be SK and 32 hex digits");
    check(
        problems,
        apiSecret.length() >= MIN_SECRET && apiSecret.equals(apiSecret.strip()),
        "apiSecret: must have at least %s characters, without spaces around it"
            .formatted(MIN_SECRET));
    baseUri.flatMap(uri -> WebAddress.problem("baseUri", uri, true)).ifPresent(problems::add);
    WebAddress.problem("publicUrl", publicUrl, baseUri.isPresent()).ifPresent(problems::add);
    checkBetween(problems, "connectTimeout", connectTimeout, LONGEST_CONNECT);
    checkBetween(problems, "readTimeout", readTimeout, LONGEST_READ);
    checkPlace(problems, baseUri, region, edge);
    checkSharedKeys(problems, sharedKeys);
    if (!problems.isEmpty()) {
      throw new InvalidOptionsException(problems);
    }
    sharedKeys = Map.copyOf(sharedKeys);
    baseUri = baseUri.map(WebAddress::withoutSlash);
    publicUrl = WebAddress.withoutSlash(publicUrl);
  }

  /// Returns how long one request may take.
  public Duration longestRequest() {
    return connectTimeout.plus(readTimeout);
  }

  /// Returns the auth tokens that may have signed a webhook.
  public List<String> authTokens() {
    return secondaryAuthToken.map(second -> List.of(authToken, second)).orElse(List.of(authToken));
  }

  /// Contains no secret.
  @Override
  public String toString() {
    return "TwilioOptions[%s, %s, base %s, public %s]"
        .formatted(accountSid, apiKey, baseUri.orElse("Twilio"), publicUrl);
  }

  private static void checkToken(List<String> problems, String name, String token) {
    check(
        problems,
        !token.isEmpty() && token.chars().noneMatch(Character::isWhitespace),
        name + ": must be set and must not contain spaces; copy it from Twilio's console");
  }

  private static void checkSharedKeys(List<String> problems, Map<String, String> sharedKeys) {
    check(
        problems,
        sharedKeys.size() <= Signatures.MAX_SHARED_KEYS,
        "sharedKeys: must be at most " + Signatures.MAX_SHARED_KEYS);
    sharedKeys.forEach(
        (key, secret) -> {
          check(
              problems,
              key.matches("[A-Za-z0-9_-]{1,100}"),
              "sharedKeys: each must be KEY-SID=SECRET, where KEY-SID has letters, digits, - and _");
          checkToken(problems, "sharedKeys", secret);
        });
  }

  private static void checkBetween(
      List<String> problems, String name, Duration time, Duration longest) {
    check(
        problems,
        time.compareTo(SHORTEST) >= 0 && time.compareTo(longest) <= 0,
        "%s: must be between %s ms and %s s"
            .formatted(name, SHORTEST.toMillis(), longest.toSeconds()));
  }

  private static void checkPlace(
      List<String> problems,
      Optional<String> baseUri,
      Optional<String> region,
      Optional<String> edge) {
    check(
        problems,
        region.isEmpty() || region.get().matches("[a-z]{2}[0-9]{1,2}"),
        "region: must be a name such as us1, ie1 or au1");
    check(
        problems,
        edge.isEmpty() || edge.get().matches("[a-z]+(-[a-z]+)*"),
        "edge: must be a name such as ashburn, dublin or sydney");
    check(
        problems,
        region.isEmpty() || edge.isPresent() || baseUri.isPresent(),
        "edge: is required with a region, for instance dublin with ie1");
    if (baseUri.isPresent()) {
      check(problems, region.isEmpty(), "region: must not be set for a simulator");
      check(problems, edge.isEmpty(), "edge: must not be set for a simulator");
    }
  }

  private static void check(List<String> problems, boolean holds, String otherwise) {
    if (!holds) {
      problems.add(otherwise);
    }
  }
}
