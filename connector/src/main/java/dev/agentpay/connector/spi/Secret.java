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

/// Digits that must never be shown, logged or kept: they live for one request.
///
/// `toString` is a mask, Jackson refuses to write it (other serialisers find only a `transient`
/// field), and there is no `equals` by content, so that none ends up as a key. [#wipe] overwrites
/// the digits; what a processor copied out of [#reveal] (a `String` for its SDK, a TLS buffer) is
/// beyond its reach and lives until the garbage collector has been there.
public abstract sealed class Secret implements JacksonSerializable
    permits BankAccountNumber, CardNumber, Expiry, SecurityCode {
  private final transient char[] digits;

  /// Takes a copy of `digits`; the caller wipes its own.
  Secret(char[] digits, int shortest, int longest, String name) {
    if (digits.length < shortest || digits.length > longest || !onlyDigits(digits)) {
      throw new IllegalArgumentException(
          "%s must be %d to %d digits and nothing else".formatted(name, shortest, longest));
    }
    this.digits = digits.clone();
  }

  /// Hands a copy of the digits to `use` and wipes the copy afterwards. Build what the gateway
  /// needs inside `use`, and keep it no longer than the request.
  ///
  /// @throws IllegalStateException when the request is over and the digits are wiped
  public final <T> T reveal(Function<char[], T> use) {
    if (digits[0] == 0) {
      throw new IllegalStateException("The request is over: the digits are wiped");
    }
    char[] copy = digits.clone();
    try {
      return use.apply(copy);
    } finally {
      Arrays.fill(copy, '\0');
    }
  }

  /// Overwrites the digits; the connector does this as soon as the order is settled.
  public final void wipe() {
    Arrays.fill(digits, '\0');
  }

  /// Whether these are exactly the digits `published`, for the tables of test cards and accounts.
  public final boolean is(CharSequence published) {
    return reveal(copy -> CharSequence.compare(CharBuffer.wrap(copy), published) == 0);
  }

  /// `text` with every occurrence of these digits masked, also when blanks or dashes divide them.
  /// For what a gateway says in free text.
  public final String maskIn(String text) {
    return reveal(copy -> Masking.mask(text, copy));
  }

  @Override
  public abstract String toString();

  /// The last `count` digits, or nothing when they are wiped.
  final String last(int count) {
    return digits[0] == 0 ? "" : new String(digits, digits.length - count, count);
  }

  @Override
  public final void serialize(JsonGenerator out, SerializationContext context)
      throws JacksonException {
    throw DatabindException.from(out, getClass().getSimpleName() + " is never written anywhere");
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
