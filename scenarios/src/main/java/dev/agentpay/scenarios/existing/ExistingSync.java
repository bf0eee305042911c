package dev.agentpay.scenarios.existing;

import dev.agentpay.scenarios.actors.ScriptFailure;
import java.net.URI;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Stands in for Twilio's Sync SDK in a browser, with the same token and the same notifications. It
/// uses the simulator's replacement for the SDK's connection.
final class ExistingSync implements AutoCloseable {
  /// Receives every change in the service.
  interface Listener {
    void itemAdded(String map, String key, JsonNode data);

    void itemUpdated(String map, String key, JsonNode data);

    void documentUpdated(String uniqueName, JsonNode data);
  }

  private final Map<String, String> bearer;
  private final String service;
  private final String path;
  private final ExistingBrowser browser;
  private final ExistingStream stream;

  private ExistingSync(URI simulator, String token, Listener listener) {
    bearer = Map.of("Authorization", "Bearer " + token);
    service = ExistingToken.read(token).syncService();
    path = "/simulator/sync/" + service;
    browser = ExistingBrowser.sameOrigin(simulator, "", "");
    stream =
        ExistingStream.open(
            simulator.resolve(path + "/events"),
            bearer,
            (event, data) -> dispatch(listener, event, data));
  }

  /// Opens the token's service; later changes are received.
  static ExistingSync open(URI simulator, String token, Listener listener) {
    return new ExistingSync(simulator, token, listener);
  }

  private static void dispatch(Listener listener, String event, JsonNode what) {
    final String map = what.path("map").asString("");
    final String key = what.path("key").asString("");
    switch (event) {
      case "item-added" -> listener.itemAdded(map, key, what.path("data"));
      case "item-updated" -> listener.itemUpdated(map, key, what.path("data"));
      case "document-updated" ->
          listener.documentUpdated(what.path("uniqueName").asString(""), what.path("data"));
      default -> {} // no existing client listens to removed items or the token's expiry
    }
  }

  String service() {
    return service;
  }

  /// Removes an item from a map; false if there is none.
  boolean removeItem(String map, String key) {
    return browser.delete("%s/maps/%s/items/%s".formatted(path, map, key), bearer).ok();
  }

  /// Opens the document with this name, or creates it.
  void openDocument(String uniqueName) {
    final ExistingBrowser.Answer answer =
        browser.post(path + "/documents", bearer, Map.of("uniqueName", uniqueName));
    if (!answer.ok()) {
      throw new ScriptFailure("Sync refused to open a document: " + answer.text());
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
