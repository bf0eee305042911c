package dev.agentpay.events;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What was put aside ([Outbox#putAside]) and waits for a person. Nothing is ever removed by
/// itself.
///
/// Every method blocks and may throw [StoreUnavailableException]; trying again later is right.
public interface DeadLetters {
  /// Most that one list has.
  int MAX_LISTED = 500;

  /// The newest first.
  ///
  /// @param most 1 to [#MAX_LISTED]
  List<DeadLetter> newest(int most);

  /// How many there are.
  long count();

  /// The one with this id, unless it is gone.
  Optional<DeadLetter> find(long id);

  /// Makes a task of it again, at its old place, due now. How often it was tried counts on: an
  /// answer to it proves something only when no earlier attempt may have got through. A deadline
  /// whose queue has a newer one is not needed any more and is forgotten.
  ///
  /// @return what was given back; empty when it is gone
  Optional<DeadLetter> retry(long id, Instant now);

  /// Forgets it.
  ///
  /// @return what was forgotten; empty when it is gone
  Optional<DeadLetter> drop(long id);
}
