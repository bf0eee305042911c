package dev.agentpay.events;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Dead letters, written by [Outbox#putAside]. They are removed only on request.
///
/// Every method blocks and may throw [StoreUnavailableException]; try again later.
public interface DeadLetters {
  /// Maximum number of dead letters in one list.
  int MAX_LISTED = 500;

  /// Lists dead letters, newest first.
  ///
  /// @param most 1 to [#MAX_LISTED]
  default List<DeadLetter> newest(int most) {
    return before(Long.MAX_VALUE, most);
  }

  /// Lists dead letters older than one of them, newest first. That one may have been removed.
  ///
  /// @param most 1 to [#MAX_LISTED] + 1; one more than a page shows whether there is another
  List<DeadLetter> before(long id, int most);

  /// Counts the dead letters.
  long count();

  /// Finds a dead letter; empty if it was removed.
  Optional<DeadLetter> find(long id);

  /// Turns a dead letter back into a task, at its old place in the queue, due now. The attempt
  /// counters continue, because a later answer is conclusive only if no earlier attempt may have
  /// arrived. A deadline is discarded if its queue has a newer one.
  ///
  /// @return the dead letter; empty if it was removed
  Optional<DeadLetter> retry(long id, Instant now);

  /// Deletes a dead letter.
  ///
  /// @return the dead letter; empty if it was removed
  Optional<DeadLetter> drop(long id);
}
