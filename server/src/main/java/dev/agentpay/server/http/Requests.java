package dev.agentpay.server.http;

import dev.agentpay.events.Origin;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.server.views.ViewJson;
import io.javalin.http.Context;
import java.io.IOException;

/// Helpers that all routes of the API use for requests and answers.
public final class Requests {
  private static final String JSON = "application/json";

  private final ClientAddress addresses;
  private final int longestJson;

  public Requests(ServerOptions options) {
    addresses = new ClientAddress(options.trustedProxies());
    longestJson = options.limits().jsonBytes();
  }

  /// Returns a JSON body, unparsed; an empty one if the request has no body.
  public byte[] json(Context ctx) throws IOException {
    Bodies.expect(ctx, JSON);
    return Bodies.read(ctx, longestJson);
  }

  /// Checks that the body is empty or an empty JSON object.
  public byte[] nothing(Context ctx) throws IOException {
    final byte[] body = json(ctx);
    JsonFields.read(body).done();
    return body;
  }

  public String address(Context ctx) {
    return addresses.of(ctx);
  }

  /// Returns the origin for events: the user, the address and the route.
  public Origin origin(Context ctx) {
    return new Origin(Authenticator.caller(ctx).actor(), address(ctx), Routes.cause(ctx));
  }

  public void answer(Context ctx, Object value) {
    ctx.contentType(JSON).result(ViewJson.write(value));
  }
}
