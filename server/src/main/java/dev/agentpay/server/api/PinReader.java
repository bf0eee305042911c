package dev.agentpay.server.api;

import dev.agentpay.auth.Pins;
import dev.agentpay.calls.Uui;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CardNumbers;
import dev.agentpay.payments.values.Currencies;
import dev.agentpay.payments.values.Money;
import dev.agentpay.server.http.JsonFields;
import dev.agentpay.server.options.ServerOptions;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads the values to which a minted token is to be pinned. They are checked like those of a
/// payment, so that the payment cannot fail because of them.
public final class PinReader {
  /// Longest short text, as for a payment.
  private static final int MAX_SHORT = 64;

  private final Map<String, String> connectors = new LinkedHashMap<>();
  private final Currency defaultCurrency;

  public PinReader(ServerOptions options) {
    options.connectors().forEach(c -> connectors.put(c.name(), c.name()));
    defaultCurrency = Currencies.of(options.defaultCurrency());
  }

  /// Reads the pins; wrong ones become errors of the fields. An amount also pins its currency.
  Pins read(JsonFields fields) {
    final Optional<CallSid> sid = fields.parsed("callSid", MAX_SHORT, CallSid::new);
    final Optional<Uui> uui = fields.parsed("uui", Uui.MAX_LENGTH, PinReader::uui);
    if (sid.isPresent() && uui.isPresent()) {
      fields.refuse("callSid", "give either callSid or uui, not both");
    }
    final Optional<Currency> given = fields.parsed("currency", MAX_SHORT, Currencies::of);
    final Currency currency = given.orElse(defaultCurrency);
    final Optional<Money> amount =
        fields.parsed("amount", MAX_SHORT, text -> Money.of(text, currency.getCurrencyCode()));
    return new Pins(
        sid.map(CallSid::value),
        uui.map(Uui::value),
        amount.map(Money::plain),
        given.or(() -> amount.map(Money::currency)).map(Currency::getCurrencyCode),
        fields.words("reference", PayRequest.MAX_TEXT),
        fields.oneOf("connector", connectors));
  }

  /// A token and a log line contain it, so it must not be a card number.
  private static Uui uui(String text) {
    if (CardNumbers.isIn(text)) {
      throw new IllegalArgumentException("looks like a card number; name the call by its callSid");
    }
    return new Uui(text);
  }
}
