package dev.agentpay.server.http;

import dev.agentpay.events.Origin;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.server.views.ViewJson;
import io.javalin.http.Context;
import java.io.IOException;

/// What every route of the API does with a request and its answer.
public final class Requests {
  private static final String JSON = "application/json";

  private final ClientAddress addresses;
  private final int longestJson;

  public Requests(ServerOptions options) {
    addresses = new ClientAddress(options.trustedProxies());
    longestJson = options.limits().jsonBytes();
  }

  /// The body of a request that is to bring JSON, or nothing.
  public byte[] json(Context ctx) throws IOException {
    Bodies.expect(ctx, JSON);
    return Bodies.read(ctx, longestJson);
  }

  /// A request's body is to be nothing, or an empty object.
  public byte[] nothing(Context ctx) throws IOException {
    final byte[] body = json(ctx);
    JsonFields.read(body).done();
    return body;
  }

  public String address(Context ctx) {
    return addresses.of(ctx);
  }

  /// Who asks, from where, for what.
  public Origin origin(Context ctx) {
    return new Origin(Authenticator.caller(ctx).actor(), address(ctx), Routes.cause(ctx));
  }

  public void answer(Context ctx, Object value) {
    ctx.contentType(JSON).result(ViewJson.write(value));
  }
}
