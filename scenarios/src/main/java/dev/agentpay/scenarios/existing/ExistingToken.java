package dev.agentpay.scenarios.existing;

import dev.agentpay.scenarios.actors.ScriptFailure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/// What Twilio's browser SDKs read from an access token: whose it is, and what it opens.
///
/// @param syncService empty when it opens none
public record ExistingToken(String identity, String syncService) {

  /// Reads the middle part; whether the token is genuine is for Twilio to say.
  ///
  /// @throws ScriptFailure when it does not have three parts
  public static ExistingToken read(String token) {
    final String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new ScriptFailure("this is no access token");
    }
    final String claims =
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    final JsonNode grants = ExistingBrowser.JSON.readTree(claims).path("grants");
    return new ExistingToken(
        grants.path("identity").asString(""),
        grants.path("data_sync").path("service_sid").asString(""));
  }
}
