package dev.agentpay.simulator.rest;

import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.simulator.sync.SyncInput;
import dev.agentpay.simulator.wire.Form;
import dev.agentpay.simulator.wire.OrderedMap;
import dev.agentpay.simulator.wire.RestAnswer;
import dev.agentpay.simulator.wire.RestRequest;
import dev.agentpay.simulator.wire.TwilioError;
import dev.agentpay.simulator.world.JournalEntry;
import dev.agentpay.simulator.world.WorldContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// The common part of all REST requests: authentication, the form, the journal, and delayed
/// answers.
final class RestExchange {
  private final WorldContext context;
  private final SimulatorOptions options;

  RestExchange(WorldContext context, SimulatorOptions options) {
    this.context = context;
    this.options = options;
  }

  void authenticate(RestRequest request) {
    final String header = request.authorization().orElseThrow(TwilioError::unauthorized);
    if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
      throw TwilioError.unauthorized();
    }
    String credentials;
    try {
      final byte[] decoded = Base64.getDecoder().decode(header.substring(6).strip());
      credentials = new String(decoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw TwilioError.unauthorized();
    }
    if (!credentials.equals(options.accountSid() + ":" + options.authToken())
        && !credentials.equals(options.apiKeySid() + ":" + options.apiKeySecret())) {
      throw TwilioError.unauthorized();
    }
  }

  static Form form(RestRequest request) {
    try {
      return Form.parse(request.method().equals("POST") ? request.body() : request.query());
    } catch (IllegalArgumentException e) {
      throw TwilioError.badRequest(20001, "cannot read the parameters: " + e.getMessage());
    }
  }

  /// Writes the request and its answer to the journal.
  ///
  /// @param fault that was applied; empty if none
  void journal(RestRequest request, RestAnswer.Json json, String fault) {
    final Map<String, Object> details =
        OrderedMap.of(
            "method", request.method(),
            "path", request.path(),
            "parameters", parameters(request),
            "status", json.status(),
            "answer", json.body());
    if (!fault.isEmpty()) {
      details.put("fault", fault);
    }
    context.journal().write(JournalEntry.Kind.REST, details);
  }

  /// Completes the future now, or after `delayMillis` of simulated time.
  void send(RestAnswer answer, int delayMillis, CompletableFuture<RestAnswer> future) {
    if (delayMillis > 0) {
      context.after(Duration.ofMillis(delayMillis), () -> future.complete(answer));
    } else {
      future.complete(answer);
    }
  }

  private static Map<String, Object> parameters(RestRequest request) {
    Map<String, Object> parameters = new TreeMap<>();
    try {
      form(request).parameters().forEach(p -> parameters.put(p.getKey(), open(p)));
    } catch (TwilioError _) {
      parameters.put("unreadable", request.body().length() + " characters");
    }
    return parameters;
  }

  /// Parses Sync's `Data`, so that the journal can mask values inside it by their names.
  private static Object open(Map.Entry<String, String> parameter) {
    if (!parameter.getKey().equals("Data")) {
      return parameter.getValue();
    }
    return SyncInput.object(parameter.getValue())
        .map(data -> (Object) data)
        .orElse(parameter.getValue().length() + " characters");
  }
}
