package dev.agentpay.twilio;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Parses and formats the SIP header `User-to-User`, in which a PBX or CTI passes its id of a call.
///
/// Every vendor formats it differently: with or without parameters, as hex or text, with a leading
/// protocol discriminator, in quotes, and sometimes percent-encoded as in a URI. All forms of one
/// id must give the same result here, or the call is not found.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc7433">RFC 7433: User-to-User</a>
public final class UserToUser {
  /// The header's name.
  public static final String HEADER = "User-to-User";

  /// Longest id, in characters: ISDN allows 128 bytes, which are 256 hex digits.
  public static final int MAX_LENGTH = 256;

  private static final HexFormat HEX = HexFormat.of();

  private static final Pattern ENCODING =
      Pattern.compile(";\\s*encoding\\s*=", Pattern.CASE_INSENSITIVE);

  /// A CallSid also looks like hex, but its bytes are not text. Existing systems use it in its own
  /// spelling.
  private static final Pattern CALL_SID = Pattern.compile("CA[0-9a-fA-F]{32}");

  private UserToUser() {}

  /// Returns the id in a header's value, without parameters, quotes and encoding. Hex that does not
  /// decode to text stays hex, in lower case. Of several values, which RFC 7433 allows, the first
  /// counts.
  ///
  /// @return empty if there is no id, or if it is longer than [#MAX_LENGTH] or has control
  ///   characters
  public static Optional<String> read(String header) {
    return id(Percent.decode(header).strip(), true)
        .map(String::strip)
        .filter(id -> !id.isEmpty() && id.length() <= MAX_LENGTH)
        .filter(id -> id.chars().noneMatch(Character::isISOControl));
  }

  /// Formats an id as a header value in hex. [#read] returns the same id if it is ASCII.
  ///
  /// @throws IllegalArgumentException if the id is empty or longer than [#MAX_LENGTH]
  public static String header(String uui) {
    if (uui.isEmpty() || uui.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a UUI must have 1 to %d characters".formatted(MAX_LENGTH));
    }
    return HEX.formatHex(uui.getBytes(StandardCharsets.UTF_8)) + ";encoding=hex";
  }

  private static Optional<String> id(String header, boolean outermost) {
    final int end = endOfValue(header);
    final String value = unquoted(header.substring(0, end).strip());
    if (outermost && ENCODING.matcher(value).find()) {
      return id(value, false); // the quotes include the parameters
    }
    return isHex(header.substring(end)) ? ofHex(value) : Optional.of(value);
  }

  /// Returns the index at which the parameters or the next value begin.
  private static int endOfValue(String header) {
    boolean quoted = false;
    for (int i = 0; i < header.length(); i++) {
      final char c = header.charAt(i);
      if (c == '"' && (i == 0 || header.charAt(i - 1) != '\\')) {
        quoted = !quoted;
      } else if (!quoted && (c == ';' || c == ',')) {
        return i;
      }
    }
    return header.length();
  }

  private static boolean isHex(String parameters) {
    for (String parameter : parameters.split("[;,]", -1)) {
      final int equals = parameter.indexOf('=');
      if (equals > 0 && parameter.substring(0, equals).strip().equalsIgnoreCase("encoding")) {
        return unquoted(parameter.substring(equals + 1).strip()).equalsIgnoreCase("hex");
      }
    }
    return false;
  }

  private static Optional<String> ofHex(String hex) {
    final String digits = hex.toLowerCase(Locale.ROOT);
    if (CALL_SID.matcher(hex).matches() || !digits.matches("[0-9a-f]+")) {
      return Optional.of(hex);
    }
    if (digits.length() % 2 != 0) {
      return Optional.of(digits);
    }
    final byte[] bytes = HEX.parseHex(digits);
    final int start = bytes[0] == 0x00 || bytes[0] == 0x04 ? 1 : 0; // protocol discriminator
    for (int i = start; i < bytes.length; i++) {
      if (bytes[i] < ' ' || bytes[i] > '~') {
        return Optional.of(digits);
      }
    }
    return Optional.of(new String(bytes, start, bytes.length - start, StandardCharsets.US_ASCII));
  }

  private static String unquoted(String text) {
    return text.replaceAll("^\"|(?<!\\\\)\"$", "").replaceAll("\\\\(.)", "$1").strip();
  }
}
