package dev.agentpay.calls;

import java.util.Optional;
import java.util.regex.Pattern;

/// User-to-User information: the id under which a PBX or CTI knows a call, as text, without the
/// encoding that it has in a SIP header.
///
/// @throws IllegalArgumentException when it is empty, longer than [#MAX_LENGTH], or not printable
///   ASCII without spaces around it
/// @see <a href="https://www.rfc-editor.org/rfc/rfc7433">RFC 7433</a>
public record Uui(String value) {
  /// ISDN carries 128 octets, which a PBX may write as 256 hexadecimal digits.
  public static final int MAX_LENGTH = 256;

  private static final Pattern SHAPE = Pattern.compile("[!-~]([ -~]*[!-~])?");

  public Uui {
    if (value.length() > MAX_LENGTH || !SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a UUI is 1 to %d printable characters".formatted(MAX_LENGTH));
    }
  }

  /// The UUI that this text is, if it is one.
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
