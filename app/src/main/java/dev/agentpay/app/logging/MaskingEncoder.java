package dev.agentpay.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.agentpay.payments.values.CardNumbers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/// The last look at every log line, whatever it is made of: what looks like a card number does not
/// get out, and that it nearly did is counted and said, since it should not have come this far.
final class MaskingEncoder extends EncoderBase<ILoggingEvent> {
  private final Encoder<ILoggingEvent> inner;
  private final AtomicLong masked = new AtomicLong();

  MaskingEncoder(Encoder<ILoggingEvent> inner) {
    this.inner = inner;
  }

  /// How many lines had one.
  long masked() {
    return masked.get();
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    final byte[] bytes = inner.encode(event);
    final String line = new String(bytes, StandardCharsets.UTF_8);
    final String safe = CardNumbers.masked(line);
    if (safe.equals(line)) {
      return bytes;
    }
    masked.incrementAndGet();
    addWarn("a log line of %s had a card number; it was masked".formatted(event.getLoggerName()));
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
