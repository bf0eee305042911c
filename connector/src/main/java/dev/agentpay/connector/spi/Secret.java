package dev.agentpay.connector.spi;

import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/// Digits that must never be shown, logged or stored. They exist for the duration of one request.
///
/// `toString` returns a mask. Jackson refuses to serialize a secret, and other serializers skip its
/// `transient` field. Secrets are compared by identity, so that none is used as a map key by its
/// digits. [#wipe] overwrites the digits, but not what a processor copied inside [#reveal], such as
/// a `String` for its SDK or a TLS buffer: such copies stay in memory until they are garbage
/// collected and overwritten.
public abstract sealed class Secret implements JacksonSerializable
    permits BankAccountNumber, CardNumber, Expiry, SecurityCode {
  private final transient char[] digits;

  /// Copies `digits`; the caller must wipe its own array.
  Secret(char[] digits, int shortest, int longest, String name) {
    if (digits.length < shortest || digits.length > longest || !onlyDigits(digits)) {
      throw new IllegalArgumentException(
          "%s must be %d to %d digits and nothing else".formatted(name, shortest, longest));
    }
    this.digits = digits.clone();
  }

  /// Passes a copy of the digits to `use` and wipes the copy afterwards. Build the gateway request
  /// inside `use`, and do not keep it after the call to the gateway.
  ///
  /// @throws IllegalStateException if the digits are already wiped
  public final <T> T reveal(Function<char[], T> use) {
    if (digits[0] == 0) {
      throw new IllegalStateException("Cannot reveal a secret whose digits are already wiped");
    }
    char[] copy = digits.clone();
    try {
      return use.apply(copy);
    } finally {
      Arrays.fill(copy, '\0');
    }
  }

  /// Overwrites the digits. The connector does this as soon as the order has been processed.
  public final void wipe() {
    Arrays.fill(digits, '\0');
  }

  /// Whether the digits equal `published`, a published test card or account number.
  public final boolean is(CharSequence published) {
    return reveal(copy -> CharSequence.compare(CharBuffer.wrap(copy), published) == 0);
  }

  /// Returns `text` with every occurrence of these digits masked, including with spaces or hyphens
  /// between them. Meant for free text from a gateway.
  public final String maskIn(String text) {
    return reveal(copy -> Masking.mask(text, copy));
  }

  @Override
  public abstract String toString();

  /// Returns the last `count` digits, or an empty string once they are wiped.
  final String last(int count) {
    return digits[0] == 0 ? "" : new String(digits, digits.length - count, count);
  }

  @Override
  public final void serialize(JsonGenerator out, SerializationContext context)
      throws JacksonException {
    throw DatabindException.from(out, getClass().getSimpleName() + " must not be serialized");
  }

  @Override
  public final void serializeWithType(
      JsonGenerator out, SerializationContext context, TypeSerializer types)
      throws JacksonException {
    serialize(out, context);
  }

  private static boolean onlyDigits(char[] chars) {
    for (char c : chars) {
      if (c < '0' || c > '9') {
        return false;
      }
    }
    return true;
  }
}
