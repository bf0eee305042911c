package dev.agentpay.twilio.webhook;

import dev.agentpay.payments.values.CaptureField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Parses `Required`. Twilio's documentation has one example (`ExpirationDate`); real callbacks
/// have `payment-card-number,expiration-date`. Letters and hyphens form a name, anything else
/// separates names; case and hyphens are ignored. Unknown names are skipped. The name of a second
/// entry stands for its field, which is not complete without it.
public final class RequiredItems {
  private RequiredItems() {}

  static List<CaptureField> parse(String text) {
    return names(text).stream().flatMap(name -> field(name).stream()).distinct().toList();
  }

  /// Returns the names as they are written.
  static List<String> names(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    final List<String> names = new ArrayList<>(CaptureField.values().length);
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      final boolean inName = i < text.length() && isNamePart(text.charAt(i));
      if (inName && start < 0) {
        start = i;
      } else if (!inName && start >= 0) {
        names.add(text.substring(start, i));
        start = -1;
      }
    }
    return names;
  }

  /// Returns the list in the spelling of real callbacks, `payment-card-number,expiration-date`.
  /// Existing clients look for these names. Unknown names stay as they are.
  public static String kebab(String text) {
    return Stream.of(text.split("[^A-Za-z0-9-]+", -1))
        .filter(name -> !name.isEmpty())
        .map(name -> field(name).map(field -> wire(name, field)).orElse(name))
        .collect(Collectors.joining(","));
  }

  private static String wire(String name, CaptureField field) {
    return SecondEntries.isSecond(name) ? field.secondEntryWire() : field.wire();
  }

  /// Returns the field with this name in any spelling, or the field of this second entry.
  static Optional<CaptureField> field(String name) {
    final Optional<CaptureField> asPublished = CaptureField.ofWire(name);
    return asPublished.isPresent()
        ? asPublished
        : ofLetters(lettersOf(SecondEntries.fieldName(name)));
  }

  private static Optional<CaptureField> ofLetters(String letters) {
    return switch (letters) {
      case "paymentcardnumber" -> Optional.of(CaptureField.PAYMENT_CARD_NUMBER);
      case "expirationdate" -> Optional.of(CaptureField.EXPIRATION_DATE);
      case "securitycode" -> Optional.of(CaptureField.SECURITY_CODE);
      case "postalcode", "paymentcardpostalcode" -> Optional.of(CaptureField.POSTAL_CODE);
      case "bankroutingnumber" -> Optional.of(CaptureField.BANK_ROUTING_NUMBER);
      case "bankaccountnumber" -> Optional.of(CaptureField.BANK_ACCOUNT_NUMBER);
      default -> Optional.empty();
    };
  }

  private static String lettersOf(String name) {
    final StringBuilder letters = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      final char c = name.charAt(i);
      if (c != '-' && c != '_') {
        letters.append(Character.toLowerCase(c));
      }
    }
    return letters.toString();
  }

  private static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  }
}
