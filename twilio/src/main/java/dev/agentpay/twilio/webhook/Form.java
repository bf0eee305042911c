package dev.agentpay.twilio.webhook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The parameters of a webhook's body or query exactly as received: in their order, including
/// repeated and empty ones, because Twilio's signature covers each of them.
///
/// A value may be a card's expiry date in the clear, so `toString` shows names only.
public final class Form {
  /// Longest body, in bytes. A status callback has 700; a voice webhook with all SIP headers that
  /// Twilio passes on (1,024 bytes) has less than 8,000.
  public static final int MAX_BYTES = 64 * 1024;

  /// Most parameters. Twilio's longest webhook has about 50; this leaves room for new ones.
  public static final int MAX_PARAMETERS = 256;

  /// No parameters, as for a GET or a JSON body.
  public static final Form EMPTY = new Form(List.of());

  private final List<Parameter> parameters;

  private Form(List<Parameter> parameters) {
    this.parameters = parameters;
  }

  /// A decoded name and value.
  public record Parameter(String name, String value) {
    @Override
    public String toString() {
      return name;
    }
  }

  /// Parses a body of type `application/x-www-form-urlencoded` in UTF-8.
  ///
  /// @throws BadWebhookException if it is too long, has too many parameters or a malformed
  ///   percent-encoding
  public static Form parse(byte[] body) {
    return new Reader("body", body).read();
  }

  /// Parses a URL's query, still encoded and without the question mark.
  ///
  /// @throws BadWebhookException as [#parse] does
  public static Form parseQuery(String query) {
    return query.isEmpty()
        ? EMPTY
        : new Reader("query", query.getBytes(StandardCharsets.UTF_8)).read();
  }

  /// Creates a form from given parameters instead of received ones.
  public static Form of(List<Parameter> parameters) {
    return new Form(List.copyOf(parameters));
  }

  /// Returns all parameters in the order in which they were received.
  public List<Parameter> parameters() {
    return parameters;
  }

  /// Returns the value of the first parameter with exactly this name; may be empty.
  public Optional<String> first(String name) {
    for (int i = 0; i < parameters.size(); i++) {
      final Parameter parameter = parameters.get(i);
      if (parameter.name.equals(name)) {
        return Optional.of(parameter.value);
      }
    }
    return Optional.empty();
  }

  /// Like [#first], but a parameter with an empty value counts as absent.
  public Optional<String> filled(String name) {
    return first(name).filter(value -> !value.isEmpty());
  }

  /// Returns a value as a whole number; absent if it is not one.
  Optional<Integer> number(String name) {
    try {
      return filled(name).map(text -> Integer.valueOf(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "Form" + parameters;
  }

  /// Parses in one pass over the bytes and without regular expressions, because every digit that a
  /// customer types comes this way.
  private static final class Reader {
    private final String what;
    private final byte[] in;
    private final byte[] scratch;
    private final List<Parameter> parameters = new ArrayList<>(32);

    private Reader(String what, byte[] in) {
      if (in.length > MAX_BYTES) {
        throw new BadWebhookException(
            what, "must not be longer than %d bytes".formatted(MAX_BYTES));
      }
      this.what = what;
      this.in = in;
      this.scratch = new byte[in.length];
    }

    private Form read() {
      int start = 0;
      int equals = -1;
      for (int i = 0; i <= in.length; i++) {
        if (i == in.length || in[i] == '&') {
          take(start, equals, i);
          start = i + 1;
          equals = -1;
        } else if (in[i] == '=' && equals < 0) {
          equals = i;
        }
      }
      return new Form(List.copyOf(parameters));
    }

    private void take(int start, int equals, int end) {
      if (start == end) {
        return;
      }
      if (parameters.size() == MAX_PARAMETERS) {
        throw new BadWebhookException(
            what, "must not have more than %d parameters".formatted(MAX_PARAMETERS));
      }
      final String name = decode(start, equals < 0 ? end : equals);
      parameters.add(new Parameter(name, equals < 0 ? "" : decode(equals + 1, end)));
    }

    private String decode(int from, int to) {
      int length = 0;
      for (int i = from; i < to; i++) {
        byte b = in[i];
        if (b == '+') {
          b = ' ';
        } else if (b == '%') {
          b = escaped(i, to);
          i += 2;
        }
        scratch[length++] = b;
      }
      return new String(scratch, 0, length, StandardCharsets.UTF_8);
    }

    private byte escaped(int at, int to) {
      final int high = at + 2 < to ? Character.digit(in[at + 1] & 0xff, 16) : -1;
      final int low = at + 2 < to ? Character.digit(in[at + 2] & 0xff, 16) : -1;
      if (high < 0 || low < 0) {
        throw new BadWebhookException(
            what, "has a %% without two hexadecimal digits at byte %d".formatted(at));
      }
      return (byte) (high << 4 | low);
    }
  }
}
