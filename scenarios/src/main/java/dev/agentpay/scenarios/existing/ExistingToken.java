package dev.agentpay.scenarios.existing;

import dev.agentpay.scenarios.actors.ScriptFailure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/// What Twilio's browser SDKs read from an access token.
///
/// @param identity the user or device of the token
/// @param syncService sid of the Sync service that the token opens; empty if none
public record ExistingToken(String identity, String syncService) {

  /// Reads the token's payload. Does not verify the signature; Twilio does.
  ///
  /// @throws ScriptFailure if the token does not have three parts
  public static ExistingToken read(String token) {
    final String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new ScriptFailure("this is not an access token: it does not have three parts");
    }
    final String claims =
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    final JsonNode grants = ExistingBrowser.JSON.readTree(claims).path("grants");
    return new ExistingToken(
        grants.path("identity").asString(""),
        grants.path("data_sync").path("service_sid").asString(""));
  }
}
