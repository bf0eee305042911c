package dev.agentpay.events;

/// A newer version of AgentPay wrote a row with a type or value that this version does not know.
/// Nothing was changed. A retry fails until this node is upgraded. The message names the row.
public final class NewerVersionException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /// Maximum length of the stored value in the message.
  private static final int MAX_VALUE = 60;

  /// @param where the stream and its part, such as `event 7 of session/ps_…`
  /// @param kind the type of the value, such as `SessionState`
  /// @param value the unknown value
  public NewerVersionException(String where, String kind, String value) {
    super(
        "%s has the %s %s, which this version of AgentPay does not know: a newer one wrote it; upgrade this node"
            .formatted(where, kind, value.substring(0, Math.min(value.length(), MAX_VALUE))));
  }

  /// Whether this exception is among the causes of a failure.
  public static boolean isCauseOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof NewerVersionException) {
        return true;
      }
    }
    return false;
  }
}
