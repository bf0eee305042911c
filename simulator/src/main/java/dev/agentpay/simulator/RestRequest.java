package dev.agentpay.simulator;

import java.util.Optional;

/// A request to Twilio's REST interface.
///
/// @param path as in the URL, starting with `/2010-04-01/`
/// @param query without the question mark; empty when there is none
/// @param body the form, encoded; empty for a GET
/// @param authorization the header's value
public record RestRequest(
    String method, String path, String query, String body, Optional<String> authorization) {

  @Override
  public String toString() {
    return "RestRequest[" + method + " " + path + "]";
  }
}
