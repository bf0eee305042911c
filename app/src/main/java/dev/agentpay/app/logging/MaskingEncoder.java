package dev.agentpay.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.agentpay.payments.values.CardNumbers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/// Masks possible card numbers in every encoded log line, wherever they are in it. The code should
/// never log one, so this counts masked lines and adds a Logback warning.
final class MaskingEncoder extends EncoderBase<ILoggingEvent> {
  private final Encoder<ILoggingEvent> inner;
  private final AtomicLong maskedLines = new AtomicLong();

  MaskingEncoder(Encoder<ILoggingEvent> inner) {
    this.inner = inner;
  }

  /// Returns the number of masked lines.
  long maskedLines() {
    return maskedLines.get();
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    final byte[] bytes = inner.encode(event);
    final String line = new String(bytes, StandardCharsets.UTF_8);
    final String safe = CardNumbers.masked(line);
    if (safe.equals(line)) {
      return bytes;
    }
    maskedLines.incrementAndGet();
    addWarn("A card number in a log line of %s was masked".formatted(event.getLoggerName()));
    return safe.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] headerBytes() {
    return inner.headerBytes();
  }

  @Override
  public byte[] footerBytes() {
    return inner.footerBytes();
  }
}
