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

/// A TCP proxy between a client and a server. Records all bytes in one file per connection and
/// direction.
final class WireTap implements AutoCloseable {
  private static final int BACKLOG = 128;
  private static final int BUFFER_SIZE = 1 << 14;

  private final URI target;
  private final Optional<Path> requests;
  private final Optional<Path> responses;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();

  /// @param target the server
  /// @param requests the folder for the client's bytes; empty: not recorded
  /// @param responses the folder for the server's bytes; empty: not recorded
  WireTap(URI target, Optional<Path> requests, Optional<Path> responses) {
    this.target = target;
    this.requests = requests;
    this.responses = responses;
    try {
      for (Path folder :
          java.util.stream.Stream.concat(requests.stream(), responses.stream()).toList()) {
        Files.createDirectories(folder);
      }
      listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("wire-tap").start(this::acceptConnections);
  }

  /// The address for clients.
  URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /// The same path at this tap.
  URI uri(URI original) {
    return uri().resolve(original.getRawPath());
  }

  private void acceptConnections() {
    try {
      while (true) {
        final Socket client = listener.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> connect(client));
      }
    } catch (IOException e) {
      // the tap was closed
    }
  }

  private void connect(Socket client) {
    final String name = "%04d".formatted(connections.incrementAndGet());
    try (client;
        Socket server = new Socket(target.getHost(), target.getPort())) {
      sockets.add(server);
      final Thread back = Thread.ofVirtual().start(() -> pump(server, client, responses, name));
      pump(client, server, requests, name);
      back.join();
      sockets.remove(server);
    } catch (IOException e) {
      // one side has closed the connection
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(client);
    }
  }

  private static void pump(Socket from, Socket to, Optional<Path> folder, String name) {
    final byte[] buffer = new byte[BUFFER_SIZE];
    try (OutputStream recording =
        folder.isPresent()
            ? Files.newOutputStream(folder.get().resolve(name))
            : OutputStream.nullOutputStream()) {
      final InputStream in = from.getInputStream();
      final OutputStream out = to.getOutputStream();
      for (int read; (read = in.read(buffer)) >= 0; ) {
        recording.write(buffer, 0, read);
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
      // nothing left to close
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
