package dev.agentpay.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;

/// Configures logging: to standard error, as JSON or as text, with card numbers masked.
public final class Logging {
  /// The format of log lines.
  public enum Style {
    JSON,
    TEXT
  }

  private static final String APPENDER = "agentpay";

  private Logging() {}

  /// Configures logging. Replaces the previous configuration.
  ///
  /// @param level of our own log lines; those of libraries are shown from WARN, or not at all if
  ///   this is ERROR
  public static void configure(Style style, Level level) {
    configure((LoggerContext) LoggerFactory.getILoggerFactory(), style, level);
  }

  /// Configures logging in a context of its own, for tests.
  public static void configure(LoggerContext context, Style style, Level level) {
    context.reset();
    final Encoder<ILoggingEvent> inner = style == Style.JSON ? new LogstashEncoder() : text();
    inner.setContext(context);
    inner.start();
    final MaskingEncoder masking = new MaskingEncoder(inner);
    masking.setContext(context);
    masking.start();
    final ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setName(APPENDER);
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(masking);
    appender.addFilter(new FailedStartFilter());
    appender.start();
    final Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    // At ERROR, hide the errors of libraries: we report their failures ourselves.
    root.setLevel(level == Level.ERROR ? Level.OFF : Level.WARN);
    root.addAppender(appender);
    context.getLogger("dev.agentpay").setLevel(level);
  }

  /// Returns the number of log lines in which a possible card number was masked since [#configure];
  /// 0 before that.
  public static long maskedLines() {
    return LoggerFactory.getILoggerFactory() instanceof LoggerContext context
        ? maskedLines(context)
        : 0;
  }

  /// Returns the number of masked log lines of a context.
  public static long maskedLines(LoggerContext context) {
    return context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER)
                instanceof ConsoleAppender<?> console
            && console.getEncoder() instanceof MaskingEncoder masking
        ? masking.maskedLines()
        : 0;
  }

  private static PatternLayoutEncoder text() {
    final PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern("%s{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n");
    return encoder;
  }
}
