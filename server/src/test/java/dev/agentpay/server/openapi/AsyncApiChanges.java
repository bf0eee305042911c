package dev.agentpay.server.openapi;

import dev.agentpay.server.openapi.SchemaChanges.Direction;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Finds what in an AsyncAPI document breaks a client of the released document: a channel that is
/// gone or elsewhere, a message that is gone, a part of a message that is gone or different.
final class AsyncApiChanges {
  private AsyncApiChanges() {}

  /// The breaking changes, one a line: the message, the place in it, what changed.
  static List<String> breaking(JsonNode released, JsonNode current) {
    final Set<String> found = new TreeSet<>();
    for (Map.Entry<String, JsonNode> channel : released.path("channels").properties()) {
      final JsonNode now = current.path("channels").path(channel.getKey());
      if (!channel.getValue().path("address").equals(now.path("address"))) {
        found.add("channel " + channel.getKey() + ": was removed or has another address");
      }
      for (String name : channel.getValue().path("messages").propertyNames()) {
        if (now.path("messages").has(name)) {
          message(released, current, name, found);
        } else {
          found.add("message " + name + ": was removed");
        }
      }
    }
    return List.copyOf(found);
  }

  private static void message(JsonNode released, JsonNode current, String name, Set<String> found) {
    final SchemaChanges changes =
        new SchemaChanges(released, current, Direction.ANSWER, found::add);
    for (String part : List.of("headers", "payload")) {
      changes.compare(
          released.at("/components/messages").path(name).path(part),
          current.at("/components/messages").path(name).path(part),
          "message " + name + " " + part);
    }
  }
}
