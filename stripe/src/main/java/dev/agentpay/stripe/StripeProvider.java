package dev.agentpay.stripe;

import dev.agentpay.connector.spi.CardProcessor;
import dev.agentpay.connector.spi.ProcessorProvider;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Makes the processor `stripe` from its settings.
public final class StripeProvider implements ProcessorProvider {
  private static final String SECRET_KEY = "secret-key";
  private static final String TOKENS = "tokens";
  private static final String URL = "url";

  /// Secret and restricted keys, of test and live mode.
  private static final Pattern KEY = Pattern.compile("(sk|rk)_(test|live)_[A-Za-z0-9_]{8,250}");

  @Override
  public String name() {
    return "stripe";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting(SECRET_KEY, "a secret or restricted key of the Stripe account", true),
        new Setting(
            TOKENS,
            "reusable (default): tokens are saved cards of new customers; one-time: tokens can be"
                + " charged once",
            false),
        new Setting(URL, "the API's address, if it is not Stripe's own", false));
  }

  @Override
  public CardProcessor create(Map<String, String> settings) {
    final List<String> problems = new ArrayList<>();
    final String key = settings.getOrDefault(SECRET_KEY, "");
    if (!KEY.matcher(key).matches()) {
      problems.add(
          SECRET_KEY + ": must be a key that begins with sk_test_, sk_live_, rk_test_ or rk_live_");
    }
    final String tokens = settings.getOrDefault(TOKENS, "reusable");
    if (!tokens.equals("reusable") && !tokens.equals("one-time")) {
      problems.add("%s: must be reusable or one-time; got %s".formatted(TOKENS, tokens));
    }
    final Optional<String> url = Optional.ofNullable(settings.get(URL));
    if (url.isPresent() && !isBase(url.get())) {
      problems.add(URL + ": must be an https address without a path, or http on this machine");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return new StripeProcessor(
        StripeApi.connect(key, url.orElse(StripeApi.STRIPE)),
        tokens.equals("reusable"),
        InstantSource.system());
  }

  private static boolean isBase(String url) {
    try {
      final URI uri = new URI(url);
      final boolean isLocal =
          "127.0.0.1".equals(uri.getHost()) || "localhost".equals(uri.getHost());
      return uri.getHost() != null
          && uri.getRawPath().isEmpty()
          && uri.getRawQuery() == null
          && ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && isLocal));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
