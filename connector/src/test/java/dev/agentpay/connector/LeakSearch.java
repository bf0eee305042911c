package dev.agentpay.connector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Searches text for card data.
final class LeakSearch {
  private static final Pattern NAMED =
      Pattern.compile(
          "(cvv|cvc|SecurityCode|ExpirationDate|expiry_\\w+|bankaccountnumber)\\W+\\d",
          Pattern.CASE_INSENSITIVE);

  private final List<String> needles = new ArrayList<>();

  LeakSearch(List<String> numbers) {
    numbers.forEach(this::add);
  }

  /// Returns a description of each match in `text`.
  List<String> in(String text) {
    List<String> found = new ArrayList<>();
    needles.stream()
        .filter(text::contains)
        .map(needle -> "number as " + needle)
        .forEach(found::add);
    Matcher named = NAMED.matcher(text);
    while (named.find()) {
      found.add("value next to its name: " + named.group());
    }
    return found;
  }

  /// Like [#in(String)], but does not report values next to the name of a field.
  List<String> numbersIn(String text) {
    return needles.stream().filter(text::contains).map(needle -> "number as " + needle).toList();
  }

  List<String> in(byte[] bytes) {
    return in(new String(bytes, ISO_8859_1));
  }

  private void add(String number) {
    String spaced = number.replaceAll("(.{4})(?=.)", "$1 ");
    needles.add(number);
    needles.add(spaced);
    needles.add(spaced.replace(' ', '-'));
    needles.add(spaced.replace(" ", "%20"));
    needles.add(spaced.replace(' ', '+'));
    needles.add(number.replaceAll("(.)", "%3$1"));
    needles.add(number.replaceAll("(.)(?=.)", "$1\0"));
    // Base64 encodes the number in three ways, depending on its offset. Cut off the edges, because
    // they depend on the neighbouring bytes.
    for (int shift = 0; shift < 3; shift++) {
      String encoded =
          Base64.getEncoder().encodeToString(("x".repeat(shift) + number).getBytes(UTF_8));
      needles.add(encoded.substring(shift == 0 ? 0 : 4, encoded.length() - 4));
    }
  }
}
