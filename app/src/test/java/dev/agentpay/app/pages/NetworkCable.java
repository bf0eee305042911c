package dev.agentpay.app.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The network between a browser and the server: it can be cut, and mended.
final class NetworkCable implements AutoCloseable {
  private final URI behind;
  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean isCut;

  NetworkCable(URI behind) {
    this.behind = behind;
    try {
      door = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("cable").start(this::letIn);
  }

  /// Where the browser goes instead.
  URI uri() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort());
  }

  /// Ends every connection, and every new one at once.
  void cut() {
    isCut = true;
    open.forEach(NetworkCable::end);
  }

  void mend() {
    isCut = false;
  }

  private void letIn() {
    try {
      while (true) {
        final Socket browser = door.accept();
        if (isCut) {
          end(browser);
        } else {
          Thread.ofVirtual().start(() -> connect(browser));
        }
      }
    } catch (IOException closed) {
      // nobody comes in any more
    }
  }

  private void connect(Socket browser) {
    open.add(browser);
    try (browser;
        Socket server = new Socket(behind.getHost(), behind.getPort())) {
      open.add(server);
      final Thread back = Thread.ofVirtual().start(() -> pump(server, browser));
      pump(browser, server);
      back.join();
      open.remove(server);
    } catch (IOException e) {
      // one of the two is gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(browser);
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // cut, or over
    } finally {
      end(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is closed
    }
  }

  @Override
  public void close() throws IOException {
    cut();
    door.close();
  }
}
