package dev.agentpay.core;

/// The name of one stream of events. A stream belongs to one session, one call, one agent, one UUI
/// or one Sync service, and its events are numbered from 1.
public record StreamId(Kind kind, String key) {

  /// What a stream is about.
  public enum Kind {
    SESSION,
    CALL,
    AGENT,
    UUI,
    SYNC
  }

  /// The stream that holds a call's events.
  public static StreamId of(CallSid call) {
    return new StreamId(Kind.CALL, call.value());
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(java.util.Locale.ROOT) + "/" + key;
  }
}
