package dev.agentpay.simulator.options;

import dev.agentpay.simulator.wire.Urls;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A Pay connector installed in the account.
///
/// @param name unique; `Default` is the one used when a payment names none
/// @param url of a generic connector; empty for a hosted one
/// @param approvedForLive whether Twilio has approved this instance for LIVE (64024 if not)
/// @param charges whether it can charge (64007 if not)
/// @param tokenizes whether it can make tokens (64005 if not)
/// @param tokenTypes of `one-time`, `reusable`, `payment-method` (64006)
/// @param currencies ISO codes in capitals; empty means all (64011)
/// @param paymentMethods of `credit-card`, `ach-debit` (64013)
/// @param requiredParameters keys that `Parameter` must have (64015)
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

  /// `GENERIC` is asked over HTTP
  /// (https://www.twilio.com/docs/voice/twiml/pay/generic-pay-connector); `HOSTED` stands for
  /// Twilio's own connectors (Stripe and others) and is answered inside the simulator.
  public enum Kind {
    GENERIC,
    HOSTED
  }

  /// Test cards only, or real money at a real Twilio.
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

  /// A Generic Pay Connector in TEST mode that can do everything such a connector can.
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

  /// A connector hosted by Twilio, in TEST mode, that answers published test cards as Stripe
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
    var problems = new ArrayList<String>();
    if (name.isBlank()) {
      problems.add("a connector has no name: give each a unique one, such as Default");
    }
    if (kind == Kind.GENERIC) {
      Urls.problem("URL of connector " + name, url).ifPresent(problems::add);
    }
    if (user.contains(":")) {
      problems.add("the user of connector " + name + " has a colon: Basic auth cannot carry it");
    }
    return problems;
  }

  @Override
  public String toString() {
    return "ConnectorOptions[" + name + ", " + kind + ", " + url + ", " + mode + "]";
  }
}
