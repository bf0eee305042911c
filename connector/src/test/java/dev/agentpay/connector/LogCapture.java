package dev.agentpay.connector;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/// Captures everything that this process logs while it is open.
final class LogCapture implements AutoCloseable {
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  LogCapture() {
    events.start();
    logger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(events);
  }

  /// Waits for Logback, because SLF4J returns substitute loggers while another thread initializes
  /// it.
  static Logger logger(String name) {
    await().until(() -> LoggerFactory.getILoggerFactory() instanceof LoggerContext);
    return (Logger) LoggerFactory.getLogger(name);
  }

  String text() {
    StringBuilder all = new StringBuilder();
    for (ILoggingEvent event : List.copyOf(events.list)) {
      all.append(event.getLoggerName()).append(' ').append(event.getFormattedMessage());
      if (event.getKeyValuePairs() != null) {
        event.getKeyValuePairs().forEach(pair -> all.append(' ').append(pair));
      }
      for (IThrowableProxy cause = event.getThrowableProxy();
          cause != null;
          cause = cause.getCause()) {
        all.append(' ').append(cause.getMessage());
      }
      all.append('\n');
    }
    return all.toString();
  }

  @Override
  public void close() {
    logger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(events);
  }
}
