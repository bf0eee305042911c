package dev.agentpay.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A key with which a back end calls the API.
///
/// @param name which system uses it
/// @param scopes what it may do: `tokens`, `any-agent`
/// @param state `valid`, `expired` or `revoked`
/// @param lastUsed the start of the day (UTC) on which it was last used
/// @param oldSecret whether the secret from before the last rotation is still valid
/// @param secret the whole key; only when it was just created
public record ServiceKey(
    String id,
    String name,
    List<String> scopes,
    String state,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Instant> lastUsed,
    boolean oldSecret,
    Optional<String> secret) {
  public ServiceKey {
    scopes = List.copyOf(scopes);
  }

  @Override
  public String toString() {
    return "ServiceKey[" + id + "]";
  }
}
