package dev.agentpay.server;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/// One route: what it takes, who gets past its door, and what it does.
///
/// @param method of HTTP
///
/// @param path with parameters in braces
public record Route(HandlerType method, String path, Access access, Handler handler) {
  private static final String API = "/api/";

  /// A route that reads.
  public static Route get(String path, Access access, Handler handler) {
    return new Route(HandlerType.GET, path, access, handler);
  }

  /// A route that changes something.
  public static Route post(String path, Access access, Handler handler) {
    return new Route(HandlerType.POST, path, access, handler);
  }

  static Route put(String path, Access access, Handler handler) {
    return new Route(HandlerType.PUT, path, access, handler);
  }

  /// The same route with something else behind its door.
  Route doing(Handler other) {
    return new Route(method, path, access, other);
  }

  /// Whether it serves people: what it answers is nobody else's and is not kept.
  boolean isApi() {
    return path.startsWith(API);
  }

  /// `POST /api/pay-sessions`.
  String name() {
    return method.name() + " " + path;
  }
}
