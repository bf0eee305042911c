package dev.agentpay.server.api;

import dev.agentpay.events.DeadLetter;
import dev.agentpay.events.DeadLetters;
import dev.agentpay.server.http.Authenticator;
import dev.agentpay.server.http.Meters;
import dev.agentpay.server.http.Paging;
import dev.agentpay.server.http.ProblemException;
import dev.agentpay.server.http.ProblemType;
import dev.agentpay.server.http.Query;
import dev.agentpay.server.http.Requests;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// API routes for dead letters: callbacks and tasks that could not be handled. Supervisors can
/// inspect them, retry them or drop them.
public final class DeadLetterRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterRoutes.class);

  private static final int DEFAULT_LIMIT = 50;

  private final DeadLetters letters;
  private final InstantSource clock;
  private final Requests requests;

  /// @param work the stored work: JSON, unless it was damaged
  private record LetterView(
      long id,
      Instant at,
      String queue,
      long number,
      String type,
      int attempts,
      String reason,
      Optional<String> work) {
    /// A list entry, without the work.
    private static LetterView brief(DeadLetter letter) {
      return of(letter, Optional.empty());
    }

    private static LetterView whole(DeadLetter letter) {
      return of(letter, Optional.of(letter.body()));
    }

    private static LetterView of(DeadLetter letter, Optional<String> work) {
      return new LetterView(
          letter.id(),
          letter.at(),
          letter.queue(),
          letter.number(),
          letter.type(),
          letter.attempts(),
          letter.reason(),
          work);
    }
  }

  private record LettersView(List<LetterView> deadLetters, long count, Optional<String> next) {}

  public DeadLetterRoutes(
      DeadLetters letters, InstantSource clock, Requests requests, Meters meters) {
    this.letters = letters;
    this.clock = clock;
    this.requests = requests;
    meters.gauge(
        "agentpay.dead.letters",
        "Dead letters: callbacks and tasks that could not be handled and need a person",
        letters::count);
  }

  public void list(Context ctx) {
    final Query query = Query.of(ctx, Set.of(Paging.LIMIT, Paging.CURSOR));
    final Paging<Long> paging =
        Paging.of(ctx, query, Paging.NUMBER, DEFAULT_LIMIT, DeadLetters.MAX_LISTED);
    query.done();
    final int limit = paging.limit();
    final List<DeadLetter> read = letters.before(paging.after().orElse(Long.MAX_VALUE), limit + 1);
    final boolean isLast = read.size() <= limit;
    final List<DeadLetter> page = isLast ? read : read.subList(0, limit);
    requests.answer(
        ctx,
        new LettersView(
            page.stream().map(LetterView::brief).toList(),
            letters.count(),
            paging.next(isLast ? Optional.empty() : Optional.of(page.getLast().id()))));
  }

  public void one(Context ctx) {
    final long id = id(ctx);
    answer(ctx, id, letters.find(id));
  }

  public void retry(Context ctx) throws IOException {
    requests.nothing(ctx);
    final long id = id(ctx);
    final Optional<DeadLetter> retried = letters.retry(id, clock.instant());
    log(ctx, "retries", retried);
    answer(ctx, id, retried);
  }

  public void drop(Context ctx) throws IOException {
    requests.nothing(ctx);
    final long id = id(ctx);
    final Optional<DeadLetter> dropped = letters.drop(id);
    log(ctx, "drops", dropped);
    answer(ctx, id, dropped);
  }

  private static void log(Context ctx, String what, Optional<DeadLetter> done) {
    done.ifPresent(
        letter ->
            LOG.info(
                "{} {} dead letter {}: {} {} of {}",
                Authenticator.caller(ctx).name(),
                what,
                letter.id(),
                letter.type(),
                letter.number(),
                letter.queue()));
  }

  private void answer(Context ctx, long id, Optional<DeadLetter> letter) {
    requests.answer(
        ctx,
        letter
            .map(LetterView::whole)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemType.NOT_FOUND,
                        "there is no dead letter %s; it may have been retried or dropped"
                            .formatted(id))));
  }

  private static long id(Context ctx) {
    try {
      return Long.parseLong(ctx.pathParam("id"));
    } catch (NumberFormatException e) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "the id of a dead letter must be a whole number");
    }
  }
}
