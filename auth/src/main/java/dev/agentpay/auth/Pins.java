package dev.agentpay.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a minted token is restricted to: one call, and the values of a payment. They are signed
/// with the token, so every server can check them. The texts are those of the API's requests.
///
/// @param callSid the call; at most one of it and `uui` is set
/// @param amount such as `42.50`, in the pinned currency
public record Pins(
    Optional<String> callSid,
    Optional<String> uui,
    Optional<String> amount,
    Optional<String> currency,
    Optional<String> reference,
    Optional<String> connector) {
  /// No restriction.
  public static final Pins NONE = of(Map.of());

  /// Reads the pins of a token; the inverse of [#byName].
  static Pins of(Map<String, ?> texts) {
    return new Pins(
        text(texts, "callSid"),
        text(texts, "uui"),
        text(texts, "amount"),
        text(texts, "currency"),
        text(texts, "reference"),
        text(texts, "connector"));
  }

  private static Optional<String> text(Map<String, ?> texts, String name) {
    return Optional.ofNullable(texts.get(name)).map(Object::toString);
  }

  /// Returns the pins that are set, by their names in the API.
  public Map<String, String> byName() {
    final Map<String, String> texts = new LinkedHashMap<>();
    callSid.ifPresent(text -> texts.put("callSid", text));
    uui.ifPresent(text -> texts.put("uui", text));
    amount.ifPresent(text -> texts.put("amount", text));
    currency.ifPresent(text -> texts.put("currency", text));
    reference.ifPresent(text -> texts.put("reference", text));
    connector.ifPresent(text -> texts.put("connector", text));
    return texts;
  }

  /// Whether they restrict anything.
  public boolean areSet() {
    return !equals(NONE);
  }

  /// Whether they name a call.
  public boolean nameCall() {
    return callSid.isPresent() || uui.isPresent();
  }
}
