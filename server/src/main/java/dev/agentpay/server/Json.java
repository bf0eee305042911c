package dev.agentpay.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentpay.core.AgentId;
import dev.agentpay.core.BankAccountType;
import dev.agentpay.core.CallSid;
import dev.agentpay.core.CaptureField;
import dev.agentpay.core.ErrorType;
import dev.agentpay.core.Money;
import dev.agentpay.core.PayResult;
import dev.agentpay.core.PaymentMethod;
import dev.agentpay.core.PaymentSid;
import dev.agentpay.core.SessionId;
import dev.agentpay.core.TokenType;
import dev.agentpay.core.Uui;
import java.util.Currency;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/// Reads what the API takes and writes what it gives: names and money as the wire has them, and
/// nothing deeper or longer than a request of ours needs.
final class Json {
  /// A start request is three levels deep.
  static final int MAX_DEPTH = 8;

  /// Longer than any text that is taken, so that a too long one is named instead of cut off.
  static final int MAX_STRING = 8 * 1024;

  /// No number has more than the digits of a port.
  static final int MAX_NUMBER = 20;

  static final int MAX_NAME = 128;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_STRING)
                          .maxNumberLength(MAX_NUMBER)
                          .maxNameLength(MAX_NAME)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
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
                  .addSerializer(text(Enum.class, Json::wire))
                  .addKeySerializer(CaptureField.class, new FieldKey()))
          .build();

  private Json() {}

  static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /// Reads one JSON text.
  ///
  /// @throws JacksonException when it is malformed, or deeper or longer than the bounds
  static JsonNode read(byte[] text) {
    return MAPPER.readTree(text);
  }

  /// An enum's name in the API: `UNCONFIRMED` is `unconfirmed`.
  static String wire(Enum<?> value) {
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
