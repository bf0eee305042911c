package dev.agentpay.simulator.options;

import dev.agentpay.simulator.wire.Urls;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A Pay Connector that is installed in the account.
///
/// @param name unique; a payment without `PaymentConnector` uses `Default`
/// @param url of a generic connector; empty for a hosted one
/// @param approvedForLive whether Twilio has approved this connector for LIVE (64024 if not)
/// @param charges whether it can charge (64007 if not)
/// @param tokenizes whether it can create tokens (64005 if not)
/// @param tokenTypes any of `one-time`, `reusable`, `payment-method` (64006 for others)
/// @param currencies ISO 4217 codes in capitals (64011 for others); empty allows all
/// @param paymentMethods any of `credit-card`, `ach-debit` (64013 for others)
/// @param requiredParameters keys that `Parameter` must have (64015 if one is missing)
public record ConnectorOptions(
    String name,
    Kind kind,
    String url,
    String user,
    String password,
    Mode mode,
    boolean approvedForLive,
    boolean charges,
    boolean tokenizes,
    Set<String> tokenTypes,
    Set<String> currencies,
    Set<String> paymentMethods,
    Set<String> requiredParameters) {

  /// `GENERIC` connectors are called over HTTP
  /// (https://www.twilio.com/docs/voice/twiml/pay/generic-pay-connector). `HOSTED` ones stand for
  /// Twilio's own connectors (Stripe and others) and are answered inside the simulator.
  public enum Kind {
    GENERIC,
    HOSTED
  }

  /// The connector's mode at Twilio: `TEST` takes test cards only, `LIVE` would move real money.
  public enum Mode {
    TEST,
    LIVE
  }

  public ConnectorOptions {
    tokenTypes = Set.copyOf(tokenTypes);
    currencies = Set.copyOf(currencies);
    paymentMethods = Set.copyOf(paymentMethods);
    requiredParameters = Set.copyOf(requiredParameters);
  }

  /// A Generic Pay Connector in TEST mode with all capabilities of such a connector.
  public static ConnectorOptions generic(String name, String url, String user, String password) {
    return new ConnectorOptions(
        name,
        Kind.GENERIC,
        url,
        user,
        password,
        Mode.TEST,
        false,
        true,
        true,
        Set.of("one-time", "reusable"),
        Set.of(),
        Set.of("credit-card", "ach-debit"),
        Set.of());
  }

  /// A connector hosted by Twilio, in TEST mode, that answers Stripe's test cards as Stripe
  /// documents them.
  public static ConnectorOptions hosted(String name) {
    return new ConnectorOptions(
        name,
        Kind.HOSTED,
        "",
        "",
        "",
        Mode.TEST,
        false,
        true,
        true,
        Set.of("one-time", "reusable", "payment-method"),
        Set.of(),
        Set.of("credit-card", "ach-debit"),
        Set.of());
  }

  List<String> problems() {
    final List<String> problems = new ArrayList<>();
    if (name.isBlank()) {
      problems.add("a connector has no name; every connector needs a unique one, such as Default");
    }
    if (kind == Kind.GENERIC) {
      Urls.problem("URL of connector " + name, url).ifPresent(problems::add);
    }
    if (user.contains(":")) {
      problems.add(
          "the user of connector " + name + " must not have a colon, because of Basic auth");
    }
    return problems;
  }

  @Override
  public String toString() {
    return "ConnectorOptions[" + name + ", " + kind + ", " + url + ", " + mode + "]";
  }
}
