package dev.agentpay.simulator.http;

import dev.agentpay.simulator.sync.SyncBrowser;
import dev.agentpay.simulator.wire.JsonText;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/simulator/sync/…`: a substitute for the protocol of Twilio's Sync SDK, which is not published.
public final class SyncApi {
  /// Short, because a closed page is noticed at the second heartbeat, and Sync reports that.
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  private final SyncBrowser browser;
  private final EventsApi liveUpdates;

  public SyncApi(SyncBrowser browser, EventsApi liveUpdates) {
    this.browser = browser;
    this.liveUpdates = liveUpdates;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/simulator/sync/{service}/events", this::events);
    routes.delete("/simulator/sync/{service}/maps/{map}/items/{key}", this::removeItem);
    routes.post("/simulator/sync/{service}/documents", this::document);
  }

  private void events(Context ctx) throws IOException {
    liveUpdates.serve(
        ctx,
        HEARTBEAT,
        connection -> {
          final SyncBrowser.ActiveSubscription open =
              browser.watch(service(ctx), authorization(ctx), connection::put);
          connection.endAt(open.bearer().expires(), "token-expired");
          return open.subscription();
        });
  }

  private void removeItem(Context ctx) {
    browser.removeItem(
        service(ctx), authorization(ctx), ctx.pathParam("map"), ctx.pathParam("key"));
    ctx.status(204);
  }

  private void document(Context ctx) {
    final Map<String, Object> body = ControlBody.read(ctx, List.of("uniqueName", "data"));
    if (!(body.getOrDefault("data", Map.of()) instanceof Map<?, ?> data)) {
      throw ControlBody.bad("data must be an object");
    }
    final SyncBrowser.OpenedDocument opened =
        browser.document(
            service(ctx),
            authorization(ctx),
            ControlBody.text(body, "uniqueName"),
            JsonText.map(data));
    ControlBody.answer(ctx, opened.isNew() ? 201 : 200, opened.document());
  }

  private static String service(Context ctx) {
    return ctx.pathParam("service");
  }

  private static String authorization(Context ctx) {
    return Optional.ofNullable(ctx.header("Authorization")).orElse("");
  }
}
