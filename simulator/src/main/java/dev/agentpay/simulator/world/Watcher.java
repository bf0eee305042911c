package dev.agentpay.simulator.world;

/// Hears of everything that happens in a simulated account. Called while the account's lock is
/// held: it must return at once.
public interface Watcher {
  /// A world begins, or is there when the watching begins: numbers of journal lines hold within one
  /// world only.
  ///
  /// @param name no other world has it
  /// @param last number of the journal's last line
  void world(String name, long last);

  void line(JournalEntry entry);

  /// A call that was not dialled by another has changed, or one of its legs has.
  void call(CallView call);
}
