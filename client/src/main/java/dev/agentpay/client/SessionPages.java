package dev.agentpay.client;

import dev.agentpay.client.http.JsonView;
import dev.agentpay.client.http.Problems;
import dev.agentpay.client.http.Wire;
import dev.agentpay.client.model.PaySession;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Iterates over a list of pay sessions. Fetches a page when its first session is asked for.
final class SessionPages implements Iterator<PaySession> {
  /// Empty pages in a row after which the server is taken to be broken. A token that is pinned to
  /// an amount gets one for each 2000 sessions with other amounts.
  private static final int MAX_EMPTY_PAGES = 1_000;

  private final Function<PaySessionQuery, JsonView> fetch;
  private final PaySessionQuery query;
  private Iterator<PaySession> page = Collections.emptyIterator();
  private Optional<PaySessionQuery> next;

  private SessionPages(Function<PaySessionQuery, JsonView> fetch, PaySessionQuery query) {
    this.fetch = fetch;
    this.query = query;
    this.next = Optional.of(query);
  }

  /// @param fetch requests one page
  static Stream<PaySession> stream(
      Function<PaySessionQuery, JsonView> fetch, PaySessionQuery query) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new SessionPages(fetch, query), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    for (int empty = 0; !page.hasNext() && next.isPresent(); empty++) {
      if (empty == MAX_EMPTY_PAGES) {
        throw Problems.badAnswer("the server sends empty pages without end");
      }
      final JsonView answer = fetch.apply(next.get());
      page = answer.list("paySessions", Wire::paySession).iterator();
      next = answer.optionalText("next").map(query::after);
    }
    return page.hasNext();
  }

  @Override
  public PaySession next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.next();
  }
}
