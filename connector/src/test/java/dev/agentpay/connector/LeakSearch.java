package dev.agentpay.connector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks for card data in what should hold none.
final class LeakSearch {
  private static final Pattern NAMED =
      Pattern.compile(
          "(cvv|cvc|SecurityCode|ExpirationDate|expiry_\\w+|bankaccountnumber)\\W+\\d",
          Pattern.CASE_INSENSITIVE);

  private final List<String> needles = new ArrayList<>();

  LeakSearch(List<String> numbers) {
    numbers.forEach(this::add);
  }

  /// What was found in `text`, named so that it can be shown.
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

  /// As [#in(String)], without values next to their names.
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
    // The three ways in which base64 shows it, by where it starts; without the edges that its
    // neighbours colour.
    for (int shift = 0; shift < 3; shift++) {
      String encoded =
          Base64.getEncoder().encodeToString(("x".repeat(shift) + number).getBytes(UTF_8));
      needles.add(encoded.substring(shift == 0 ? 0 : 4, encoded.length() - 4));
    }
  }
}
