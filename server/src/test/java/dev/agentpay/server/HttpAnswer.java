package dev.agentpay.server;

import dev.agentpay.server.http.Json;
import java.net.http.HttpResponse;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// An answer of the server.
public record HttpAnswer(int status, HttpResponse<byte[]> response) {

  public String text() {
    return new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
  }

  public String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  public JsonNode json() {
    return Json.read(response.body());
  }

  /// Returns the text at a path such as `fields.0.mask`; empty if there is none.
  public String at(String path) {
    JsonNode node = json();
    for (String step : path.split("\\.", -1)) {
      node = step.matches("[0-9]+") ? node.path(Integer.parseInt(step)) : node.path(step);
    }
    return node.isMissingNode() ? "" : node.asString();
  }

  /// Returns the last part of a problem's type.
  public String problem() {
    return header("Content-Type").equals("application/problem+json")
        ? at("type").replaceFirst(".*/", "")
        : "no problem but " + text();
  }

  /// Returns the fields that a problem names.
  public List<String> errorFields() {
    return json().path("errors").valueStream().map(e -> e.path("field").asString()).toList();
  }
}
