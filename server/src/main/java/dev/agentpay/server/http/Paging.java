package dev.agentpay.server.http;

import dev.agentpay.auth.Caller;
import dev.agentpay.auth.Permissions;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Query.Position;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The part of a list that a request asks for: at most `limit` items, behind the place that
/// `cursor` names. Items that are added between two pages neither repeat nor hide others.
///
/// @param <P> the place of an item in the list
/// @param scope what the list's cursors belong to: the path, the filters, and what the user sees
/// @param after empty for the first page
public record Paging<P>(Place<P> place, List<String> scope, int limit, Optional<P> after) {
  public static final String LIMIT = "limit";
  public static final String CURSOR = "cursor";

  /// The place of a stream in a list of the store.
  public static final Place<Position> STREAM =
      new Place<>(at -> at.orderedAt() + " " + at.key(), Paging::position);

  /// The place of an item with an ascending number.
  public static final Place<Long> NUMBER = new Place<>(String::valueOf, Long::valueOf);

  /// How a place is written in a cursor.
  ///
  /// @param read throws a `RuntimeException` for another text
  public record Place<P>(Function<P, String> write, Function<String, P> read) {}

  public Paging {
    scope = List.copyOf(scope);
  }

  /// Reads the parameters `limit` and `cursor`; `query` reports invalid ones.
  public static <P> Paging<P> of(
      Context ctx, Query query, Place<P> place, int defaultLimit, int maxLimit) {
    final List<String> scope = scope(ctx, query);
    final int limit =
        query.parsed(LIMIT, text -> limit(text, maxLimit)).orElse(Math.min(defaultLimit, maxLimit));
    final Optional<P> after = query.parsed(CURSOR, text -> Cursor.read(text, scope, place.read()));
    return new Paging<>(place, scope, limit, after);
  }

  /// Returns the cursor for the next page.
  ///
  /// @param last the place of the last item of this page; empty if the list ends here
  public Optional<String> next(Optional<P> last) {
    return last.map(at -> Cursor.write(place.write().apply(at), scope));
  }

  private static List<String> scope(Context ctx, Query query) {
    final Caller caller = Authenticator.caller(ctx);
    final List<String> scope = new ArrayList<>();
    scope.add(ctx.path());
    scope.add(Permissions.restrictedTo(caller).map(AgentId::value).orElse(""));
    scope.add(caller.pins().byName().toString());
    query
        .given()
        .forEach(
            (name, value) -> {
              if (!name.equals(LIMIT) && !name.equals(CURSOR)) {
                scope.add(name);
                scope.add(value);
              }
            });
    return scope;
  }

  private static int limit(String text, int max) {
    final String expected = "must be a number between 1 and " + max;
    try {
      final int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= max) {
        return limit;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(expected, e);
    }
    throw new IllegalArgumentException(expected);
  }

  private static Position position(String text) {
    final int space = text.indexOf(' ');
    return new Position(Instant.parse(text.substring(0, space)), text.substring(space + 1));
  }
}
