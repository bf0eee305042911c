package dev.agentpay.server.asyncapi;

import static dev.agentpay.server.asyncapi.ViewSchemas.reference;
import static dev.agentpay.server.asyncapi.ViewSchemas.type;

import dev.agentpay.server.stream.Frames;
import dev.agentpay.server.views.EventView;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the AsyncAPI document of the live updates. What an event contains is read from its view;
/// calls, sessions and agents are described as in `openapi.json`.
///
/// @see <a href="https://www.asyncapi.com/docs/reference/specification/v3.0.0">AsyncAPI 3.0</a>
final class AsyncApiDocument {
  /// The member of an event's data that is the state after it, by the frame's name.
  private static final Map<String, String> STATES =
      Map.of("pay-session", "paySession", "call", "call", "agent", "agent");

  private static final Map<String, String> STATE_SCHEMAS =
      Map.of("paySession", "PaySession", "call", "Call", "agent", "Agent");

  private static final String FRAME =
      """
      {
        "asyncapi": "3.0.0",
        "info": {
          "title": "AgentPay live updates",
          "version": "",
          "description": "What happens to calls, agents and payments, as server-sent events (SSE). `/openapi.json` describes the requests.",
          "contact": { "name": "AgentPay", "url": "https://agentpay.dev" },
          "license": { "name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0" },
          "tags": [{ "name": "updates", "description": "Live updates, as server-sent events" }]
        },
        "defaultContentType": "application/json",
        "servers": {
          "agentpay": {
            "host": "{host}",
            "protocol": "https",
            "description": "Your AgentPay server",
            "variables": {
              "host": { "default": "localhost:8080", "description": "Its name and port" }
            },
            "security": [{ "$ref": "#/components/securitySchemes/token" }]
          }
        },
        "channels": {
          "events": {
            "address": "/api/events",
            "title": "Live updates",
            "description": "The answer to `GET /api/events`, a stream of SSE frames. Each message is one frame: the header `event` is the line `event:`, the header `id` the line `id:`, and the payload is the line `data:`, which is JSON.\\n\\nThe first frame is a `snapshot`. Then come an event and the state after it, once and in order; keep the state with the highest `version`. After a disconnect, send the last id as the request header `Last-Event-ID`: every event since then follows, or a `snapshot` if the server does not know the id. `digits` have no id; they are shown and never repeated.\\n\\nA line that starts with `:` is a heartbeat. The response header `Heartbeat-Millis` is the longest time without a frame or a heartbeat; `Stream-Id` names the connection in `PUT /api/me/streams/{stream}`.\\n\\nIgnore frames and types that you do not know. Newer servers add some, and so do the modules for existing clients.",
            "servers": [{ "$ref": "#/servers/agentpay" }],
            "messages": {}
          }
        },
        "operations": {
          "sendUpdates": {
            "action": "send",
            "channel": { "$ref": "#/channels/events" },
            "title": "Send live updates",
            "summary": "The server sends what the user may see: agents their own calls and payments, supervisors everything.",
            "description": "A supervisor may restrict the stream to what one agent sees. A token that is pinned to a payment gets only what belongs to it.",
            "bindings": {
              "http": {
                "method": "GET",
                "query": {
                  "type": "object",
                  "properties": {
                    "agent": { "type": "string", "description": "Only what this agent sees (supervisors)" }
                  },
                  "additionalProperties": false
                },
                "bindingVersion": "0.3.0"
              }
            },
            "messages": []
          }
        },
        "components": {
          "securitySchemes": {
            "token": {
              "type": "http",
              "scheme": "bearer",
              "description": "The token of `POST /api/login` or `POST /api/tokens`"
            }
          },
          "messages": {},
          "schemas": {}
        }
      }
      """;

  private final JsonNode openApi;
  private final ObjectNode document;

  /// @param openApi `openapi.json`
  private AsyncApiDocument(JsonNode openApi) {
    this.openApi = openApi;
    this.document = (ObjectNode) JsonMapper.builder().build().readTree(FRAME);
    ((ObjectNode) document.path("info")).set("version", openApi.path("info").path("version"));
  }

  /// @param samples an event of each type, and the kinds of their streams
  static JsonNode of(JsonNode openApi, Map<EventView, String> samples) {
    final AsyncApiDocument written = new AsyncApiDocument(openApi);
    written.add("snapshot", "snapshot", "The state when the stream begins", true);
    written.schemas().set("snapshot", written.named("Snapshot"));
    final Map<String, Map.Entry<EventView, String>> byType = new TreeMap<>();
    samples.forEach((event, kind) -> byType.putIfAbsent(event.type(), Map.entry(event, kind)));
    byType.forEach((type, event) -> written.addEvent(event.getKey(), event.getValue()));
    written.add("digits", "digits", "The customer is typing: the mask so far", false);
    written.schemas().set("digits", written.named("Digits"));
    written.copyReferenced();
    return written.document;
  }

  private ObjectNode schemas() {
    return (ObjectNode) document.at("/components/schemas");
  }

  private ObjectNode named(String name) {
    return (ObjectNode) openApi.at("/components/schemas/" + name).deepCopy();
  }

  private void addEvent(EventView event, String kind) {
    final String frame = Frames.name(kind);
    add(event.type(), frame, "An event of the kind `" + frame + "`", true);
    final ObjectNode schema = ViewSchemas.ofRecord(EventView.class);
    final ObjectNode properties = (ObjectNode) schema.path("properties");
    properties.set("type", type("string").put("const", event.type()));
    properties.set("event", ViewSchemas.ofRecord(event.event().getClass()));
    if (STATES.containsKey(frame)) {
      final String state = STATES.get(frame);
      properties.set(state, reference(STATE_SCHEMAS.get(state)));
    }
    schemas().set(event.type(), schema);
  }

  /// @param name of the message and of its schema
  /// @param frame the name of its SSE frame
  private void add(String name, String frame, String summary, boolean hasId) {
    final ObjectNode message = ViewSchemas.object().put("name", name).put("title", name);
    message.put("summary", summary);
    final ObjectNode headers = message.putObject("headers").put("type", "object");
    final ObjectNode properties = headers.putObject("properties");
    properties.set("event", type("string").put("const", frame));
    final ArrayNode required = headers.putArray("required").add("event");
    if (hasId) {
      properties.set(
          "id",
          type("string").put("description", "Send the last one as `Last-Event-ID` to resume"));
      required.add("id");
    }
    headers.put("additionalProperties", false);
    message.set("payload", reference(name));
    ((ObjectNode) document.at("/components/messages")).set(name, message);
    ((ObjectNode) document.at("/channels/events/messages"))
        .set(name, ViewSchemas.object().put("$ref", "#/components/messages/" + name));
    ((ArrayNode) document.at("/operations/sendUpdates/messages"))
        .add(ViewSchemas.object().put("$ref", "#/channels/events/messages/" + name));
  }

  /// Copies the schemas of `openapi.json` that the document refers to.
  private void copyReferenced() {
    int before;
    do {
      before = schemas().size();
      for (JsonNode reference : document.findValues("$ref")) {
        final String prefix = "#/components/schemas/";
        final String name = reference.asString().replace(prefix, "");
        if (reference.asString().startsWith(prefix) && !schemas().has(name)) {
          schemas().set(name, named(name));
        }
      }
    } while (schemas().size() > before);
  }
}
