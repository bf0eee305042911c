package dev.agentpay.simulator.wire;

import java.util.Optional;

/// A request to Twilio's REST interface.
///
/// @param method `GET`, `POST` or `DELETE`
/// @param path as in the URL, encoded, starting with `/2010-04-01/`, or with `/v1/` for Sync
/// @param query without the question mark; empty when there is none
/// @param body the form, encoded; empty for a GET
/// @param authorization the header's value
/// @param ifMatch the header's value
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
