package dev.agentpay.twilio;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads telephone numbers. A number with a plus is international. One without is dialled in the
/// default region and is no number if there is none: a PBX in the USA sends ten digits, and with a
/// plus before them they would be a number in Egypt.
public final class PhoneNumbers {
  /// Reads international numbers only.
  public static final PhoneNumbers INTERNATIONAL = new PhoneNumbers(Optional.empty());

  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{1,14}");

  /// The visual separators of RFC 3966, and a space.
  private static final Pattern SEPARATORS = Pattern.compile("[-.() ]");

  private static final Pattern DIGITS = Pattern.compile("[0-9]{2,20}");

  private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();

  private final Optional<String> region;

  private PhoneNumbers(Optional<String> region) {
    this.region = region;
  }

  /// Reads numbers without a country code as numbers of this region; empty if there is no such
  /// region.
  ///
  /// @param region ISO 3166 code of two letters, such as `US`
  public static Optional<PhoneNumbers> in(String region) {
    return Optional.of(region.toUpperCase(Locale.ROOT))
        .filter(LIBRARY.getSupportedRegions()::contains)
        .map(code -> new PhoneNumbers(Optional.of(code)));
  }

  /// Returns whether the text is a number in E.164 form, with its plus.
  public static boolean isE164(String text) {
    return E164.matcher(text).matches();
  }

  /// Returns the number in E.164 form; empty if the text is not one number.
  public Optional<String> e164(String text) {
    final String plain = SEPARATORS.matcher(text).replaceAll("");
    if (plain.startsWith("+")) {
      return Optional.of(plain).filter(PhoneNumbers::isE164);
    }
    return DIGITS.matcher(plain).matches()
        ? region.flatMap(r -> dialled(plain, r))
        : Optional.empty();
  }

  private static Optional<String> dialled(String digits, String region) {
    try {
      final PhoneNumber number = LIBRARY.parse(digits, region);
      return LIBRARY.isValidNumber(number)
          ? Optional.of(LIBRARY.format(number, PhoneNumberUtil.PhoneNumberFormat.E164))
          : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "PhoneNumbers[%s]".formatted(region.orElse("international"));
  }
}
