package dev.agentpay.server.openapi;

import dev.agentpay.server.openapi.SchemaChanges.Direction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Finds what in an OpenAPI document breaks a client of the released document.
final class ApiChanges {
  private final JsonNode released;
  private final JsonNode current;
  private final Set<String> found = new TreeSet<>();

  private ApiChanges(JsonNode released, JsonNode current) {
    this.released = released;
    this.current = current;
  }

  /// The breaking changes, one a line: the operation, the place in it, what changed.
  static List<String> breaking(JsonNode released, JsonNode current) {
    final ApiChanges changes = new ApiChanges(released, current);
    for (Map.Entry<String, JsonNode> path : released.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        changes.operation(
            method.getKey() + " " + path.getKey(),
            method.getValue(),
            current.path("paths").path(path.getKey()).path(method.getKey()));
      }
    }
    return List.copyOf(changes.found);
  }

  private void operation(String name, JsonNode before, JsonNode after) {
    if (after.isMissingNode()) {
      found.add(name + ": was removed");
      return;
    }
    if (isOpen(before) && !isOpen(after)) {
      found.add(name + ": needs a sign-in now");
    }
    parameters(name, before, after);
    body(name, before.path("requestBody"), after.path("requestBody"));
    for (Map.Entry<String, JsonNode> answer : before.path("responses").properties()) {
      answer(
          name + " " + answer.getKey(),
          resolve(released, answer.getValue()),
          resolve(current, after.path("responses").path(answer.getKey())));
    }
  }

  private static boolean isOpen(JsonNode operation) {
    return operation.path("security").isArray() && operation.path("security").isEmpty();
  }

  private void parameters(String name, JsonNode before, JsonNode after) {
    final Map<String, JsonNode> old = parametersOf(released, before);
    final Map<String, JsonNode> now = parametersOf(current, after);
    old.forEach(
        (parameter, there) -> {
          final String at = name + " " + parameter;
          if (now.containsKey(parameter)) {
            compare(Direction.REQUEST, there, now.get(parameter), at);
          } else {
            found.add(at + ": was removed");
          }
        });
    now.forEach(
        (parameter, there) -> {
          final JsonNode earlier = old.get(parameter);
          if (isRequired(there) && (earlier == null || !isRequired(earlier))) {
            found.add(name + " " + parameter + ": is required now");
          }
        });
  }

  private static Map<String, JsonNode> parametersOf(JsonNode document, JsonNode operation) {
    final Map<String, JsonNode> byName = new LinkedHashMap<>();
    for (JsonNode each : operation.path("parameters")) {
      final JsonNode parameter = resolve(document, each);
      byName.put(
          parameter.path("in").asString() + " " + parameter.path("name").asString(), parameter);
    }
    return byName;
  }

  private void body(String name, JsonNode before, JsonNode after) {
    if (isRequired(after) && !isRequired(before)) {
      found.add(name + " body: is required now");
    }
    content(Direction.REQUEST, before, after, name + " body");
  }

  private void answer(String name, JsonNode before, JsonNode after) {
    if (after.isMissingNode()) {
      found.add(name + ": was removed");
      return;
    }
    for (String header : before.path("headers").propertyNames()) {
      if (!after.path("headers").has(header)) {
        found.add(name + " header " + header + ": was removed");
      }
    }
    content(Direction.ANSWER, before, after, name);
  }

  private void content(Direction direction, JsonNode before, JsonNode after, String at) {
    for (Map.Entry<String, JsonNode> media : before.path("content").properties()) {
      final JsonNode now = after.path("content").path(media.getKey());
      if (now.isMissingNode()) {
        found.add(at + " " + media.getKey() + ": was removed");
      } else {
        compare(direction, media.getValue(), now, at);
      }
    }
  }

  private void compare(Direction direction, JsonNode before, JsonNode after, String at) {
    new SchemaChanges(released, current, direction, found::add)
        .compare(before.path("schema"), after.path("schema"), at);
  }

  private static boolean isRequired(JsonNode node) {
    return node.path("required").asBoolean(false);
  }

  private static JsonNode resolve(JsonNode document, JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
  }
}
