package dev.agentpay.simulator.wire;

import java.util.regex.Pattern;

/// Checks the identity of a Twilio Client: letters, digits and underscores. Twilio rings no Client
/// of another identity.
public final class ClientIdentity {
  /// Twilio's limit, in characters.
  public static final int LONGEST = 121;

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_]{1,%s}".formatted(LONGEST));

  /// What an identity must be, for error texts.
  public static final String EXPECTED =
      "1 to %s letters, digits and underscores".formatted(LONGEST);

  private ClientIdentity() {}

  public static boolean isValid(String identity) {
    return VALID.matcher(identity).matches();
  }
}
