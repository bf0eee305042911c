package dev.agentpay.server.api;

import dev.agentpay.server.views.ViewJson;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Health, metrics and the descriptions of the API, without authentication. Do not expose the port:
/// use an internal network, or a proxy that passes on only `/api` and `/twilio`.
public final class OperatorRoutes {
  private final List<HealthProbe> probes;
  private final PrometheusMeterRegistry meters;
  private final byte[] openApi = resource("/dev/agentpay/server/openapi.json");
  private final byte[] asyncApi = resource("/dev/agentpay/server/asyncapi.json");

  private record Health(String status, Map<String, String> checks) {}

  public OperatorRoutes(List<HealthProbe> probes, PrometheusMeterRegistry meters) {
    this.probes = probes;
    this.meters = meters;
  }

  /// Liveness: always up. It checks nothing outside, as a restart would not help.
  public void live(Context ctx) {
    ctx.contentType("application/json").result(ViewJson.write(new Health("up", Map.of())));
  }

  /// Readiness: up if all probes are.
  public void ready(Context ctx) {
    final Map<String, String> checks = new LinkedHashMap<>();
    boolean isReady = true;
    for (HealthProbe probe : probes) {
      final String trouble = probe.trouble().get().orElse("");
      checks.put(probe.name(), trouble.isEmpty() ? "up" : trouble);
      isReady &= trouble.isEmpty();
    }
    ctx.status(isReady ? 200 : 503)
        .contentType("application/json")
        .result(ViewJson.write(new Health(isReady ? "up" : "down", checks)));
  }

  public void metrics(Context ctx) {
    ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(meters.scrape());
  }

  public void openApi(Context ctx) {
    ctx.contentType("application/json").result(openApi);
  }

  public void asyncApi(Context ctx) {
    ctx.contentType("application/json").result(asyncApi);
  }

  private static byte[] resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(OperatorRoutes.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
