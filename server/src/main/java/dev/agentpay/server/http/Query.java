package dev.agentpay.server.http;

import dev.agentpay.server.http.ProblemException.FieldError;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Reads the query parameters of a request. Refuses unknown parameters, because a mistyped filter
/// would look like one that matches everything.
public final class Query {
  private static final int MAX_ECHO = 64;

  private final Map<String, String> given = new TreeMap<>();
  private final List<FieldError> errors = new ArrayList<>();

  private Query() {}

  /// @throws ProblemException `BAD_REQUEST` if a parameter is not known or appears twice
  public static Query of(Context ctx, Set<String> known) {
    final Query query = new Query();
    ctx.queryParamMap()
        .forEach(
            (name, values) -> {
              final String shown = SafeText.of(name, MAX_ECHO);
              if (!known.contains(name)) {
                query.errors.add(
                    new FieldError(
                        shown, "is not a known parameter; known are " + new TreeSet<>(known)));
              } else if (values.size() > 1) {
                query.errors.add(new FieldError(shown, "must appear only once"));
              } else {
                query.given.put(name, values.getFirst());
              }
            });
    if (!query.errors.isEmpty()) {
      throw new ProblemException(
          ProblemType.BAD_REQUEST,
          "the query has unknown or repeated parameters",
          query.errors,
          Optional.empty());
    }
    return query;
  }

  static void none(Context ctx) {
    of(ctx, Set.of());
  }

  /// The parameters of the request, by name.
  Map<String, String> given() {
    return given;
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(given.get(name));
  }

  /// Returns a parsed parameter. `parse` throws `IllegalArgumentException` with a message for users
  /// if the value is invalid.
  public <T> Optional<T> parsed(String name, Function<String, T> parse) {
    try {
      return text(name).map(parse);
    } catch (IllegalArgumentException e) {
      errors.add(new FieldError(name, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  /// @throws ProblemException `INVALID` if a value was wrong
  public void done() {
    if (!errors.isEmpty()) {
      throw new ProblemException(
          ProblemType.INVALID,
          errors.getFirst().field() + ": " + errors.getFirst().detail(),
          errors,
          Optional.empty());
    }
  }
}
