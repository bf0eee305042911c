package dev.agentpay.simulator.wire;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A decoded form body or query string. Repeated names are kept; the first value counts.
public record Form(List<Map.Entry<String, String>> parameters) {
  /// Twilio's own requests have fewer than thirty parameters.
  public static final int MOST_PARAMETERS = 200;

  public Form {
    parameters = List.copyOf(parameters);
  }

  /// Parses a form.
  ///
  /// @throws IllegalArgumentException if the text is not a form or has too many parameters
  public static Form parse(String text) {
    final List<Map.Entry<String, String>> parameters = new ArrayList<>();
    for (int start = 0; start < text.length(); ) {
      int end = text.indexOf('&', start);
      end = end < 0 ? text.length() : end;
      if (end > start) {
        parameters.add(pair(text.substring(start, end)));
      }
      if (parameters.size() > MOST_PARAMETERS) {
        throw new IllegalArgumentException(
            "a form can have at most " + MOST_PARAMETERS + " parameters");
      }
      start = end + 1;
    }
    return new Form(parameters);
  }

  public static String encode(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  /// The first value of `name`, even if it is empty.
  public Optional<String> first(String name) {
    return parameters.stream()
        .filter(entry -> entry.getKey().equals(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /// The first value of `name`, stripped, unless it is blank. Twilio treats a blank parameter as
  /// absent.
  public Optional<String> given(String name) {
    return first(name).map(String::strip).filter(value -> !value.isEmpty());
  }

  public List<String> all(String name) {
    return parameters.stream()
        .filter(entry -> entry.getKey().equals(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static Map.Entry<String, String> pair(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? Map.entry(decode(text), "")
        : Map.entry(decode(text.substring(0, equals)), decode(text.substring(equals + 1)));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
