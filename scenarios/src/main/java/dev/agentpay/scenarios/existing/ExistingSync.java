package dev.agentpay.scenarios.existing;

import dev.agentpay.scenarios.actors.ScriptFailure;
import java.net.URI;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// In the place of Twilio's Sync SDK in a browser: the same token, the same news, by the
/// simulator's stand-in for the SDK's connection.
final class ExistingSync implements AutoCloseable {
  /// Hears of every change in the service.
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
            (event, data) -> tell(listener, event, data));
  }

  /// Opens the service that the token is for; what happens from now on is heard.
  static ExistingSync open(URI simulator, String token, Listener listener) {
    return new ExistingSync(simulator, token, listener);
  }

  private static void tell(Listener listener, String event, JsonNode what) {
    final String map = what.path("map").asString("");
    final String key = what.path("key").asString("");
    switch (event) {
      case "item-added" -> listener.itemAdded(map, key, what.path("data"));
      case "item-updated" -> listener.itemUpdated(map, key, what.path("data"));
      case "document-updated" ->
          listener.documentUpdated(what.path("uniqueName").asString(""), what.path("data"));
      default -> {} // removed items and the token's end: no existing client listens
    }
  }

  String service() {
    return service;
  }

  /// Takes an item out of a map; false when there is none.
  boolean remove(String map, String key) {
    return browser.delete("%s/maps/%s/items/%s".formatted(path, map, key), bearer).ok();
  }

  /// Opens the document of that name, or makes it.
  void document(String uniqueName) {
    final ExistingBrowser.Answer answer =
        browser.post(path + "/documents", bearer, Map.of("uniqueName", uniqueName));
    if (!answer.ok()) {
      throw new ScriptFailure("Sync did not open a document: " + answer.text());
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
