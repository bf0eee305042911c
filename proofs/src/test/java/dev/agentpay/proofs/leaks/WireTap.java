package dev.agentpay.proofs.leaks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between a client and a server and keeps what they say, byte for byte, in a file per
/// connection and direction: what an agent's browser gets to see is what went over the wire.
final class WireTap implements AutoCloseable {
  private static final int BACKLOG = 128;
  private static final int BUFFER = 1 << 14;

  private final URI behind;
  private final Optional<Path> asked;
  private final Optional<Path> answered;
  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();

  /// @param asked the folder for what the client says; empty when it is not kept
  /// @param answered the folder for what the server says; empty when it is not kept
  WireTap(URI behind, Optional<Path> asked, Optional<Path> answered) {
    this.behind = behind;
    this.asked = asked;
    this.answered = answered;
    try {
      for (Path folder :
          java.util.stream.Stream.concat(asked.stream(), answered.stream()).toList()) {
        Files.createDirectories(folder);
      }
      door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("wire-tap").start(this::letIn);
  }

  /// Where clients connect instead.
  URI uri() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort());
  }

  /// The same path at the tap.
  URI uri(URI original) {
    return uri().resolve(original.getRawPath());
  }

  private void letIn() {
    try {
      while (true) {
        final Socket client = door.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> connect(client));
      }
    } catch (IOException closed) {
      // nobody comes in any more
    }
  }

  private void connect(Socket client) {
    final String name = "%04d".formatted(connections.incrementAndGet());
    try (client;
        Socket server = new Socket(behind.getHost(), behind.getPort())) {
      open.add(server);
      final Thread back = Thread.ofVirtual().start(() -> pump(server, client, answered, name));
      pump(client, server, asked, name);
      back.join();
      open.remove(server);
    } catch (IOException e) {
      // one of them is gone: so is the connection
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  private static void pump(Socket from, Socket to, Optional<Path> folder, String name) {
    final byte[] buffer = new byte[BUFFER];
    try (OutputStream kept =
        folder.isPresent()
            ? Files.newOutputStream(folder.get().resolve(name))
            : OutputStream.nullOutputStream()) {
      final InputStream in = from.getInputStream();
      final OutputStream out = to.getOutputStream();
      for (int read; (read = in.read(buffer)) >= 0; ) {
        kept.write(buffer, 0, read);
        out.write(buffer, 0, read);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      closeBoth(from, to);
    }
  }

  private static void closeBoth(Socket one, Socket other) {
    try (one;
        other) {
      one.getChannel();
    } catch (IOException e) {
      // closed is closed
    }
  }

  @Override
  public void close() {
    try {
      door.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
