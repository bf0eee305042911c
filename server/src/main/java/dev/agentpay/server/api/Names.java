package dev.agentpay.server.api;

import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.BankAccountType;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.PaymentMethod;
import dev.agentpay.payments.values.TokenType;
import dev.agentpay.server.options.PaymentDefaults;
import dev.agentpay.server.views.ViewJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// Maps from names in requests to values.
public final class Names {
  static final Map<String, CaptureField> FIELDS = by(CaptureField.values(), CaptureField::wire);
  static final Map<String, TokenType> TOKEN_TYPES = by(TokenType.values(), TokenType::wire);
  static final Map<String, PaymentMethod> METHODS = by(PaymentMethod.values(), PaymentMethod::wire);
  static final Map<String, BankAccountType> ACCOUNTS =
      by(BankAccountType.values(), BankAccountType::wire);
  static final Map<String, Advance> ADVANCES =
      by(new Advance[] {Advance.SERVER, Advance.CLIENT}, ViewJson::wire);
  public static final Map<String, SessionState> STATES = by(SessionState.values(), ViewJson::wire);

  /// The states that a supervisor may give an unconfirmed session.
  static final Map<String, SessionState> ENDS =
      by(
          new SessionState[] {
            SessionState.PAID, SessionState.TOKENIZED, SessionState.DECLINED, SessionState.FAILED
          },
          ViewJson::wire);

  /// @see <a href="https://www.twilio.com/docs/voice/twiml/pay">Twilio: validCardTypes</a>
  static final Map<String, String> CARDS =
      by(PaymentDefaults.CARD_TYPES.toArray(String[]::new), Function.identity());

  private Names() {}

  private static <T> Map<String, T> by(T[] values, Function<T, String> name) {
    final Map<String, T> names = new LinkedHashMap<>();
    for (T value : values) {
      names.put(name.apply(value), value);
    }
    return java.util.Collections.unmodifiableMap(names);
  }
}
