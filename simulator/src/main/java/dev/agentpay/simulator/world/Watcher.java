package dev.agentpay.simulator.world;

/// Receives everything that happens in a simulated account. Methods are called while the account's
/// lock is held, so they must return at once.
public interface Watcher {
  /// Called when a world begins, and for the current world when the watcher is added. Numbers of
  /// journal lines are valid within one world only.
  ///
  /// @param name unique among all worlds
  /// @param last number of the journal's last line; 0 if it is empty
  void world(String name, long last);

  void line(JournalEntry entry);

  /// A call that was not dialled from another has changed, or one of its legs has.
  void call(CallView call);
}
