package dev.agentpay.client;

import static org.assertj.core.api.Assertions.fail;

import dev.agentpay.client.capture.CaptureListener;
import dev.agentpay.client.model.CaptureException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Records the events of a capture.
final class CaptureRecorder {
  record Event(String name, List<Object> arguments) {}

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final List<Event> events = new CopyOnWriteArrayList<>();

  /// A listener that records, whatever the method.
  CaptureListener listener() {
    return (CaptureListener)
        Proxy.newProxyInstance(
            CaptureListener.class.getClassLoader(),
            new Class<?>[] {CaptureListener.class},
            (proxy, method, arguments) -> {
              record(method.getName(), arguments == null ? new Object[0] : arguments);
              return null;
            });
  }

  private synchronized void record(String name, Object... arguments) {
    events.add(new Event(name, Arrays.asList(arguments)));
    notifyAll();
  }

  /// The names, without those that happen any number of times.
  List<String> names() {
    return events.stream()
        .map(Event::name)
        .filter(name -> !name.equals("cardUpdate") && !name.equals("connection"))
        .toList();
  }

  List<CaptureException.Code> errorCodes() {
    return events.stream()
        .filter(event -> event.name().equals("error"))
        .map(event -> ((CaptureException) event.arguments().get(0)).code())
        .toList();
  }

  /// Waits until an event has happened this often.
  synchronized void sees(String name, int times) throws InterruptedException {
    final long end = System.nanoTime() + TIMEOUT.toNanos();
    while (events.stream().filter(event -> event.name().equals(name)).count() < times) {
      final long left = end - System.nanoTime();
      if (left <= 0) {
        fail("waited too long for %s; seen: %s", name, names());
      }
      wait(left / 1_000_000 + 1);
    }
  }

  void sees(String name) throws InterruptedException {
    sees(name, 1);
  }
}
