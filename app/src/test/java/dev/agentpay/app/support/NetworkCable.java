package dev.agentpay.app.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A TCP proxy between a client and the server whose connections can be cut and restored.
public final class NetworkCable implements AutoCloseable {
  private static final Pattern RESUMED =
      Pattern.compile("(?is)^GET /api/events .*?\\r\\nlast-event-id: *([^\\r]*)\\r\\n");

  private final URI server;
  private final List<String> resumed = new CopyOnWriteArrayList<>();
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition thawed = lock.newCondition();
  private volatile boolean isCut;
  private boolean isFrozen;

  public NetworkCable(URI server) {
    this.server = server;
    try {
      listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("cable").start(this::accept);
  }

  /// Returns the address for the client.
  public URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /// The positions after which streams were resumed, in the order of the requests.
  public List<String> resumePositions() {
    return List.copyOf(resumed);
  }

  /// Closes all connections, and closes new ones immediately until [#restore].
  public void cut() {
    isCut = true;
    open.forEach(NetworkCable::close);
  }

  /// Accepts new connections again.
  public void restore() {
    isCut = false;
  }

  /// Passes nothing on until [#thaw]. All connections stay open, as if the server stood still.
  public void freeze() {
    setFrozen(true);
  }

  /// Passes on what has accumulated, and everything after it.
  public void thaw() {
    setFrozen(false);
  }

  private void setFrozen(boolean frozen) {
    lock.lock();
    try {
      isFrozen = frozen;
      thawed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitThaw() throws InterruptedException {
    lock.lock();
    try {
      while (isFrozen) {
        thawed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    try {
      while (true) {
        final Socket client = listener.accept();
        if (isCut) {
          close(client);
        } else {
          Thread.ofVirtual().start(() -> connect(client));
        }
      }
    } catch (IOException e) {
      // The listener is closed.
    }
  }

  private void connect(Socket client) {
    open.add(client);
    try (client;
        Socket upstream = new Socket(server.getHost(), server.getPort())) {
      open.add(upstream);
      final Thread responses = Thread.ofVirtual().start(() -> copy(upstream, client, _ -> {}));
      copy(client, upstream, this::note);
      responses.join();
      open.remove(upstream);
    } catch (IOException e) {
      // The client or the server closed the connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  private void copy(Socket from, Socket to, Consumer<String> seen) {
    try {
      final byte[] bytes = new byte[8192];
      for (int n = read(from, bytes); n >= 0; n = read(from, bytes)) {
        seen.accept(new String(bytes, 0, n, StandardCharsets.ISO_8859_1));
        awaitThaw();
        to.getOutputStream().write(bytes, 0, n);
      }
    } catch (IOException e) {
      // The connection was cut or closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(to);
    }
  }

  /// A client sends the head of a request at once.
  private void note(String request) {
    RESUMED.matcher(request).results().forEach(match -> resumed.add(match.group(1)));
  }

  private static int read(Socket from, byte[] bytes) throws IOException {
    return from.getInputStream().read(bytes);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The socket is closed already.
    }
  }

  @Override
  public void close() throws IOException {
    thaw();
    cut();
    listener.close();
  }
}
