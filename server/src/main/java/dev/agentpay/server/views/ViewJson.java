package dev.agentpay.server.views;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.BankAccountType;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.PayResult;
import dev.agentpay.payments.values.PaymentMethod;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import dev.agentpay.payments.values.TokenType;
import java.util.Currency;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/// Serializes views as JSON. Ids, money and enums are strings; absent values are left out.
public final class ViewJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(i -> i.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .addModule(
              new SimpleModule("agentpay")
                  .addSerializer(text(SessionId.class, SessionId::value))
                  .addSerializer(text(CallSid.class, CallSid::value))
                  .addSerializer(text(PaymentSid.class, PaymentSid::value))
                  .addSerializer(text(AgentId.class, AgentId::value))
                  .addSerializer(text(Uui.class, Uui::value))
                  .addSerializer(text(Money.class, Money::plain))
                  .addSerializer(text(Currency.class, Currency::getCurrencyCode))
                  .addSerializer(text(CaptureField.class, CaptureField::wire))
                  .addSerializer(text(ErrorType.class, ErrorType::wire))
                  .addSerializer(text(PayResult.class, PayResult::wire))
                  .addSerializer(text(PaymentMethod.class, PaymentMethod::wire))
                  .addSerializer(text(TokenType.class, TokenType::wire))
                  .addSerializer(text(BankAccountType.class, BankAccountType::wire))
                  .addSerializer(text(Enum.class, ViewJson::wire))
                  .addKeySerializer(CaptureField.class, new FieldKey()))
          .build();

  private ViewJson() {}

  /// Returns a view as JSON in UTF-8, on one line.
  ///
  /// @param view a record of views and values, or a map or list of them
  public static byte[] write(Object view) {
    return MAPPER.writeValueAsBytes(view);
  }

  /// Returns an enum's name in the API, such as `unconfirmed` for `UNCONFIRMED`.
  public static String wire(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <T> StdScalarSerializer<T> text(Class<T> type, Function<T, String> text) {
    return new StdScalarSerializer<>(type) {
      @Override
      public void serialize(T value, JsonGenerator out, SerializationContext context) {
        out.writeString(text.apply(value));
      }
    };
  }

  private static final class FieldKey extends StdScalarSerializer<CaptureField> {
    FieldKey() {
      super(CaptureField.class);
    }

    @Override
    public void serialize(CaptureField value, JsonGenerator out, SerializationContext context) {
      out.writeName(value.wire());
    }
  }
}
