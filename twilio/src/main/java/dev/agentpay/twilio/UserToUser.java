package dev.agentpay.twilio;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads and writes the SIP header `User-to-User`, with which a PBX or CTI hands over the id under
/// which it knows a call.
///
/// Each vendor writes it in its own way: with parameters or without, as hex or as text, with a
/// leading protocol discriminator or in quotes, and sometimes percent-encoded as it stood in a URI.
/// Two spellings of one id must read the same here, or the call is not found.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc7433">RFC 7433: User-to-User</a>
public final class UserToUser {
  /// The header's name.
  public static final String HEADER = "User-to-User";

  /// Longest id, in characters: ISDN carries 128 bytes of it, which are 256 digits of hex.
  public static final int MAX_LENGTH = 256;

  private static final HexFormat HEX = HexFormat.of();

  private static final Pattern ENCODING =
      Pattern.compile(";\\s*encoding\\s*=", Pattern.CASE_INSENSITIVE);

  /// A Twilio call's sid happens to be hex as well, of bytes that are no text. Clients know it as
  /// it is spelled.
  private static final Pattern CALL_SID = Pattern.compile("CA[0-9a-fA-F]{32}");

  private UserToUser() {}

  /// The id in a header's value: without parameters, quotes and encoding. Hex that is no text stays
  /// hex, in small letters. Of several values, which RFC 7433 allows, the first counts.
  ///
  /// @return empty when there is none, it is longer than [#MAX_LENGTH] or has control characters
  public static Optional<String> read(String header) {
    return id(Percent.decode(header).strip(), true)
        .map(String::strip)
        .filter(id -> !id.isEmpty() && id.length() <= MAX_LENGTH)
        .filter(id -> id.chars().noneMatch(Character::isISOControl));
  }

  /// The header's value for an id, as hex. What is sent so, [#read] reads again if it is ASCII.
  ///
  /// @throws IllegalArgumentException when it is empty or longer than [#MAX_LENGTH]
  public static String header(String uui) {
    if (uui.isEmpty() || uui.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a UUI has 1 to %d characters".formatted(MAX_LENGTH));
    }
    return HEX.formatHex(uui.getBytes(StandardCharsets.UTF_8)) + ";encoding=hex";
  }

  private static Optional<String> id(String header, boolean outermost) {
    final int end = endOfValue(header);
    final String value = unquoted(header.substring(0, end).strip());
    if (outermost && ENCODING.matcher(value).find()) {
      return id(value, false); // somebody has put the parameters in quotes as well
    }
    return isHex(header.substring(end)) ? ofHex(value) : Optional.of(value);
  }

  /// Where the parameters or the next value begin.
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
