package dev.agentpay.events;

import java.util.List;
import java.util.Optional;

/// A part of a list.
///
/// @param items in the order of the list; fewer than the limit if some cannot be read
/// @param next pass it to [Query#after] to read on; empty if the list ends here
public record Page<A>(List<A> items, Optional<Position> next) {
  public Page {
    items = List.copyOf(items);
  }
}
