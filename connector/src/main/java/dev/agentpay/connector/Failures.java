package dev.agentpay.connector;

import org.slf4j.Logger;

/// Logs a failure without its message: gateways and drivers have been seen to quote their input.
final class Failures {
  private Failures() {}

  static void log(Logger log, String what, Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    Throwable cause = failure.getCause();
    log.error(
        "{}: {} at {}{}",
        what,
        failure.getClass().getName(),
        trace.length == 0 ? "?" : trace[0],
        cause == null ? "" : ", caused by " + cause.getClass().getName());
  }
}
