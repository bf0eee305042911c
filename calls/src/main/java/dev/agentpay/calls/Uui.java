package dev.agentpay.calls;

import java.util.Optional;
import java.util.regex.Pattern;

/// User-to-User information: the id under which a PBX or CTI knows the call, as decoded text,
/// without the encoding used in a SIP header.
///
/// @throws IllegalArgumentException if it is empty, longer than [#MAX_LENGTH], contains anything
///   but printable ASCII, or starts or ends with a space
/// @see <a href="https://www.rfc-editor.org/rfc/rfc7433">RFC 7433</a>
public record Uui(String value) {
  /// ISDN carries up to 128 octets, which a PBX may write as 256 hexadecimal digits.
  public static final int MAX_LENGTH = 256;

  private static final Pattern SHAPE = Pattern.compile("[!-~]([ -~]*[!-~])?");

  public Uui {
    if (value.length() > MAX_LENGTH || !SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a UUI must be 1 to %d printable ASCII characters without surrounding spaces"
              .formatted(MAX_LENGTH));
    }
  }

  /// Parses a UUI; empty if the text is not valid.
  public static Optional<Uui> of(String text) {
    return text.length() <= MAX_LENGTH && SHAPE.matcher(text).matches()
        ? Optional.of(new Uui(text))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
