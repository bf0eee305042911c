package dev.agentpay.events;

/// A row was written by a newer version of AgentPay and has something that this one does not know:
/// a type, or a value of one. Nothing was changed. Trying again does not help before this node is
/// upgraded; the message says so, and names the row.
public final class NewerVersionException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /// More of a stored value is not said.
  private static final int MAX_VALUE = 60;

  /// @param where the stream and what of it, such as `event 7 of session/ps_…`
  /// @param kind what it is one of, such as `SessionState`
  /// @param value the one that is not known
  public NewerVersionException(String where, String kind, String value) {
    super(
        "%s has the %s %s, which this version of AgentPay does not know: a newer one wrote it; upgrade this node"
            .formatted(where, kind, value.substring(0, Math.min(value.length(), MAX_VALUE))));
  }

  /// Whether this is why something failed.
  public static boolean isBehind(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof NewerVersionException) {
        return true;
      }
    }
    return false;
  }
}
