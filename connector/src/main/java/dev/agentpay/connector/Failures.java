package dev.agentpay.connector;

import org.slf4j.Logger;

/// Logs failures without their messages, because the messages of gateways and drivers may quote
/// card data from the input.
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
