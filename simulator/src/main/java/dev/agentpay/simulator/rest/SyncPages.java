package dev.agentpay.simulator.rest;

import dev.agentpay.simulator.wire.Form;
import dev.agentpay.simulator.wire.OrderedMap;
import dev.agentpay.simulator.wire.RestAnswer;
import dev.agentpay.simulator.wire.TwilioError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Builds the pages of a list. A page token names the last element of a page, so no element is
/// missed or repeated when others are added or removed meanwhile.
final class SyncPages {
  static final int LONGEST_PAGE = 100;
  private static final int USUAL_PAGE = 50;

  private SyncPages() {}

  /// @param key name of the list in JSON
  /// @param position sort key of an element, unique and in ascending order
  static <T> RestAnswer.Json page(
      String url,
      String key,
      Form query,
      Collection<T> all,
      Function<T, String> position,
      Function<T, Map<String, @Nullable Object>> json) {
    boolean descending = query.given("Order").filter("desc"::equals).isPresent();
    Comparator<T> order = Comparator.comparing(position);
    int size = Math.clamp(number(query, "PageSize", USUAL_PAGE), 1, LONGEST_PAGE);
    int page = Math.max(0, number(query, "Page", 0));
    final List<T> found =
        all.stream()
            .filter(from(query, descending, position))
            .sorted(descending ? order.reversed() : order)
            .limit(size + 1L)
            .toList();
    final List<T> shown = found.subList(0, Math.min(size, found.size()));
    Optional<String> next =
        found.size() > size
            ? Optional.of(
                address(url, query, size, page + 1)
                    + "&PageToken="
                    + token(position.apply(shown.getLast())))
            : Optional.empty();
    final Map<String, @Nullable Object> meta = new LinkedHashMap<>();
    meta.put("key", key);
    meta.put("page", page);
    meta.put("page_size", size);
    meta.put("url", address(url, query, size, page));
    meta.put("first_page_url", address(url, query, size, 0));
    meta.put("previous_page_url", null);
    meta.put("next_page_url", next.orElse(null));
    return new RestAnswer.Json(
        200, OrderedMap.of(key, shown.stream().map(json).toList(), "meta", meta));
  }

  private static <T> Predicate<T> from(
      Form query, boolean descending, Function<T, String> position) {
    int sign = descending ? -1 : 1;
    final Optional<String> token = query.given("PageToken").map(SyncPages::position);
    if (token.isPresent()) {
      return each -> sign * position.apply(each).compareTo(token.get()) > 0;
    }
    int least = query.given("Bounds").filter("exclusive"::equals).isPresent() ? 1 : 0;
    return query
        .first("From")
        .<Predicate<T>>map(
            start -> each -> sign * Integer.signum(position.apply(each).compareTo(start)) >= least)
        .orElse(_ -> true);
  }

  private static String address(String url, Form query, int size, int page) {
    final Map<String, String> parameters = new LinkedHashMap<>();
    for (String name : List.of("From", "Bounds", "Order")) {
      query.given(name).ifPresent(value -> parameters.put(name, value));
    }
    parameters.put("PageSize", Integer.toString(size));
    parameters.put("Page", Integer.toString(page));
    return url + "?" + Form.encode(parameters);
  }

  private static String token(String position) {
    final byte[] bytes = position.getBytes(StandardCharsets.UTF_8);
    return "PT" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String position(String token) {
    try {
      final byte[] bytes =
          Base64.getUrlDecoder().decode(token.substring(Math.min(2, token.length())));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw TwilioError.badRequest(20001, "PageToken is invalid; use the one in next_page_url");
    }
  }

  private static int number(Form query, String name, int otherwise) {
    try {
      return query.given(name).map(Integer::parseInt).orElse(otherwise);
    } catch (NumberFormatException _) {
      throw TwilioError.badRequest(20001, name + " must be a number");
    }
  }
}
