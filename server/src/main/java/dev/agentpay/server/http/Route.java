package dev.agentpay.server.http;

import dev.agentpay.auth.Access;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/// A route: its method and path, who may use it, and its handler.
///
/// @param method the HTTP method
///
/// @param path with parameters in braces
/// @param isActivity whether a request means that a person does something
/// @param isForPinned whether a token that is pinned to a payment may use it
public record Route(
    HandlerType method,
    String path,
    Access access,
    Handler handler,
    boolean isActivity,
    boolean isForPinned) {
  private static final String API = "/api/";

  /// The path of the live updates.
  public static final String EVENTS = API + "events";

  /// A route that reads.
  public static Route get(String path, Access access, Handler handler) {
    return new Route(HandlerType.GET, path, access, handler, true, false);
  }

  /// A route that changes something.
  public static Route post(String path, Access access, Handler handler) {
    return new Route(HandlerType.POST, path, access, handler, true, false);
  }

  /// A route that replaces something.
  public static Route put(String path, Access access, Handler handler) {
    return new Route(HandlerType.PUT, path, access, handler, true, false);
  }

  /// Whether it answers with server-sent events. Such a route has no HEAD.
  boolean isStream() {
    return path.equals(EVENTS);
  }

  /// Returns this route with another handler, for example one that checks something first.
  public Route withHandler(Handler other) {
    return new Route(method, path, access, other, isActivity, isForPinned);
  }

  /// Returns this route as one that pages request by themselves, so that a request does not mean
  /// that a person does something.
  public Route automatic() {
    return new Route(method, path, access, handler, false, isForPinned);
  }

  /// Returns this route as one that a token pinned to a payment may use. Its handler must show and
  /// change nothing beyond the pins.
  public Route forPinned() {
    return new Route(method, path, access, handler, isActivity, true);
  }

  /// Whether it belongs to the API for people, whose answers are private and must not be cached.
  boolean isApi() {
    return path.startsWith(API);
  }

  /// The method and the path, such as `POST /api/pay-sessions`.
  public String name() {
    return method.name() + " " + path;
  }
}
