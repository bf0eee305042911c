package dev.agentpay.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/// Drops Javalin's line about a failed start. The command reports the same failure with what to do.
final class FailedStartFilter extends Filter<ILoggingEvent> {
  private static final String LOGGER = "io.javalin.Javalin";
  private static final String MESSAGE = "Failed to start Javalin";

  @Override
  public FilterReply decide(ILoggingEvent event) {
    return event.getLoggerName().equals(LOGGER) && event.getMessage().startsWith(MESSAGE)
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }
}
