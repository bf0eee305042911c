package dev.agentpay.client.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Parses the bytes of an event stream into frames; the bytes may arrive in any pieces. Use one
/// parser for each connection. An incomplete frame is discarded when the connection breaks.
///
/// @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML: Server-sent
///   events</a>
public final class SseParser {
  /// A snapshot of 200 sessions and as many calls has 0.6 MB.
  static final int MAX_FRAME_BYTES = 8 * 1024 * 1024;

  /// Longer than any sensible `retry:`; prevents an overflow.
  private static final int MAX_RETRY_DIGITS = 9;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private String event = "";
  private String idBuffer;
  private String lastEventId;
  private Optional<Duration> retry = Optional.empty();
  private boolean firstLine = true;
  private boolean afterCarriageReturn;

  /// @param lastEventId where the stream continues; empty at its beginning
  public SseParser(String lastEventId) {
    this.idBuffer = lastEventId;
    this.lastEventId = lastEventId;
  }

  /// The frames that these bytes complete.
  ///
  /// @throws dev.agentpay.client.model.PayException `BAD_ANSWER` if a frame exceeds
  ///   [#MAX_FRAME_BYTES]
  public List<SseFrame> feed(ByteBuffer bytes) {
    final List<SseFrame> frames = new ArrayList<>();
    while (bytes.hasRemaining()) {
      final byte b = bytes.get();
      final boolean restOfLineEnd = afterCarriageReturn && b == '\n';
      afterCarriageReturn = b == '\r';
      if (restOfLineEnd) {
        continue;
      }
      if (b == '\n' || b == '\r') {
        endLine(frames);
      } else {
        line.write(b);
        if (line.size() + data.length() > MAX_FRAME_BYTES) {
          throw Problems.badAnswer("a frame has more than %s bytes".formatted(MAX_FRAME_BYTES));
        }
      }
    }
    return frames;
  }

  /// The newest id of a complete frame, including frames without data.
  public String lastEventId() {
    return lastEventId;
  }

  /// The minimum pause before a reconnect that the server requested, if any.
  public Optional<Duration> retry() {
    return retry;
  }

  private void endLine(List<SseFrame> frames) {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (firstLine && text.startsWith(BYTE_ORDER_MARK)) {
      text = text.substring(1);
    }
    firstLine = false;
    if (text.isEmpty()) {
      dispatch(frames);
      return;
    }
    final int colon = text.indexOf(':');
    if (colon != 0) { // a line that starts with a colon is a comment
      final String field = colon < 0 ? text : text.substring(0, colon);
      final String value = colon < 0 ? "" : text.substring(colon + 1);
      applyField(field, value.startsWith(" ") ? value.substring(1) : value);
    }
  }

  private void applyField(String field, String value) {
    switch (field) {
      case "event" -> event = value;
      case "data" -> data.append(value).append('\n');
      case "id" -> {
        if (value.indexOf('\0') < 0) {
          idBuffer = value; // takes effect only when its frame is complete
        }
      }
      case "retry" -> {
        if (value.matches("[0-9]{1,%s}".formatted(MAX_RETRY_DIGITS))) {
          retry = Optional.of(Duration.ofMillis(Long.parseLong(value)));
        }
      }
      default -> {
        // the specification says to ignore unknown fields
      }
    }
  }

  private void dispatch(List<SseFrame> frames) {
    lastEventId = idBuffer;
    if (!data.isEmpty()) {
      data.setLength(data.length() - 1);
      frames.add(new SseFrame(event.isEmpty() ? "message" : event, data.toString(), lastEventId));
    }
    data.setLength(0);
    event = "";
  }
}
