package dev.agentpay.app.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A TCP proxy between a browser and the server whose connections can be cut and restored.
final class NetworkCable implements AutoCloseable {
  private final URI server;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition thawed = lock.newCondition();
  private volatile boolean isCut;
  private boolean isFrozen;

  NetworkCable(URI server) {
    this.server = server;
    try {
      listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("cable").start(this::accept);
  }

  /// Returns the address for the browser.
  URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /// Closes all connections, and closes new ones immediately until [#restore].
  void cut() {
    isCut = true;
    open.forEach(NetworkCable::close);
  }

  /// Accepts new connections again.
  void restore() {
    isCut = false;
  }

  /// Passes nothing on until [#thaw]. All connections stay open, as if the server stood still.
  void freeze() {
    setFrozen(true);
  }

  /// Passes on what has accumulated, and everything after it.
  void thaw() {
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
        final Socket browser = listener.accept();
        if (isCut) {
          close(browser);
        } else {
          Thread.ofVirtual().start(() -> connect(browser));
        }
      }
    } catch (IOException e) {
      // The listener is closed.
    }
  }

  private void connect(Socket browser) {
    open.add(browser);
    try (browser;
        Socket upstream = new Socket(server.getHost(), server.getPort())) {
      open.add(upstream);
      final Thread responses = Thread.ofVirtual().start(() -> copy(upstream, browser));
      copy(browser, upstream);
      responses.join();
      open.remove(upstream);
    } catch (IOException e) {
      // The browser or the server closed the connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(browser);
    }
  }

  private void copy(Socket from, Socket to) {
    try {
      final byte[] bytes = new byte[8192];
      for (int n = read(from, bytes); n >= 0; n = read(from, bytes)) {
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
