package dev.agentpay.bench;

import dev.agentpay.bench.BenchSignIn.SignedIn;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Open event streams without events, read by one thread.
final class IdleStreams implements AutoCloseable {
  /// A heartbeat is `:`, an empty line, and the frame of the chunked encoding around them.
  static final int BEAT_BYTES = "3\r\n:\n\n\r\n".length();

  /// The server's limit of open streams per user.
  private static final int STREAMS_PER_AGENT = 20;

  private static final Pattern STREAM_ID = Pattern.compile("(?i)\r\nstream-id: *([^\r]+)\r\n");
  private static final int HEAD_BYTES = 16 * 1024;

  private final Selector selector;
  private final List<Stream> streams = new ArrayList<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
  private final Thread reader = new Thread(this::readAll, "streams");

  /// An open stream.
  ///
  /// @param id names the stream in a confirmation
  record Stream(SignedIn user, String id) {}

  private IdleStreams(Selector selector) {
    this.selector = selector;
  }

  static int agents(int streams) {
    return Math.ceilDiv(streams, STREAMS_PER_AGENT);
  }

  /// Opens this many streams. Returns when each has answered.
  static IdleStreams open(URI server, int count) throws IOException, InterruptedException {
    final IdleStreams streams = new IdleStreams(Selector.open());
    final InetSocketAddress address = new InetSocketAddress(server.getHost(), server.getPort());
    for (SignedIn user : BenchSignIn.all(server, agents(count))) {
      for (int i = 0; i < STREAMS_PER_AGENT && streams.streams.size() < count; i++) {
        streams.add(address, user);
      }
    }
    streams.reader.start();
    return streams;
  }

  List<Stream> streams() {
    return streams;
  }

  /// How many bytes were received after the heads.
  long bytes() {
    return bytes.get();
  }

  /// @throws IllegalStateException if the server has closed a stream
  void checkOpen() {
    final IOException e = failure.get();
    if (e != null) {
      throw new IllegalStateException("A stream has ended", e);
    }
  }

  private void add(InetSocketAddress server, SignedIn user) throws IOException {
    final SocketChannel channel = SocketChannel.open(server);
    final String request =
        "GET /api/events HTTP/1.1\r\nHost: %s:%d\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(server.getHostString(), server.getPort(), user.token());
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
    final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    while (channel.read(head) >= 0) {
      final String text = new String(head.array(), 0, head.position(), StandardCharsets.ISO_8859_1);
      final Matcher id = STREAM_ID.matcher(text);
      if (id.find()) {
        streams.add(new Stream(user, id.group(1)));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        return;
      }
      if (text.contains("\r\n\r\n")) {
        throw new IllegalStateException("The server opened no stream: " + text);
      }
    }
    throw new EOFException("The server closed a connection");
  }

  private void readAll() {
    final ByteBuffer in = ByteBuffer.allocate(HEAD_BYTES);
    try {
      while (selector.isOpen()) {
        selector.select(
            key -> {
              try {
                in.clear();
                final int read = ((SocketChannel) key.channel()).read(in);
                if (read < 0) {
                  throw new EOFException("The server closed a stream");
                }
                bytes.addAndGet(read);
              } catch (IOException e) {
                failure.compareAndSet(null, e);
                key.cancel();
              }
            });
      }
    } catch (IOException e) {
      failure.compareAndSet(null, e);
    } catch (java.nio.channels.ClosedSelectorException _) {
      // closed while it selected
    }
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : List.copyOf(selector.keys())) {
      key.channel().close();
    }
    selector.close();
  }
}
