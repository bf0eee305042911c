package dev.agentpay.simulator.wire;

import java.util.Optional;

/// A request to Twilio's REST API.
///
/// @param method `GET`, `POST` or `DELETE`
/// @param path as in the URL, encoded, starting with `/2010-04-01/`, or with `/v1/` for Sync
/// @param query without the question mark; empty if there is none
/// @param body the encoded form; empty for a GET
/// @param authorization value of the `Authorization` header
/// @param ifMatch value of the `If-Match` header
public record RestRequest(
    String method,
    String path,
    String query,
    String body,
    Optional<String> authorization,
    Optional<String> ifMatch) {

  /// A request without `If-Match`.
  public RestRequest(
      String method, String path, String query, String body, Optional<String> authorization) {
    this(method, path, query, body, authorization, Optional.empty());
  }

  @Override
  public String toString() {
    return "RestRequest[" + method + " " + path + "]";
  }
}
