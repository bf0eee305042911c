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

/// Where log lines go: to standard error, for machines or for people, and never with a card number.
public final class Logging {
  /// How a line looks.
  public enum Style {
    JSON,
    TEXT
  }

  private static final String APPENDER = "agentpay";

  private Logging() {}

  /// Begins. Whatever was configured before is gone.
  public static void begin(Style style, Level level) {
    begin((LoggerContext) LoggerFactory.getILoggerFactory(), style, level);
  }

  public static void begin(LoggerContext context, Style style, Level level) {
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
    appender.start();
    final Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(level == Level.ERROR ? Level.OFF : Level.WARN); // others' errors are ours to tell
    root.addAppender(appender);
    context.getLogger("dev.agentpay").setLevel(level);
  }

  /// How many lines had something that looks like a card number, since [#begin]; 0 before.
  public static long masked() {
    return LoggerFactory.getILoggerFactory() instanceof LoggerContext context ? masked(context) : 0;
  }

  public static long masked(LoggerContext context) {
    return context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER)
                instanceof ConsoleAppender<?> console
            && console.getEncoder() instanceof MaskingEncoder masking
        ? masking.masked()
        : 0;
  }

  private static PatternLayoutEncoder text() {
    final PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n");
    return encoder;
  }
}
