package dev.agentpay.app.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.support.Pause;
import dev.agentpay.client.capture.CaptureListener;
import dev.agentpay.client.capture.CardUpdate;
import dev.agentpay.client.model.CaptureException;
import dev.agentpay.client.model.ConnectionChange;
import dev.agentpay.client.model.ConnectionState;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Records the events of a capture.
final class CaptureEvents {
  private record Event(String name, List<Object> arguments) {}

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final List<Event> all = new CopyOnWriteArrayList<>();

  /// A listener that records, whatever the method.
  CaptureListener listener() {
    return (CaptureListener)
        Proxy.newProxyInstance(
            CaptureListener.class.getClassLoader(),
            new Class<?>[] {CaptureListener.class},
            (_, method, arguments) -> {
              all.add(
                  new Event(method.getName(), arguments == null ? List.of() : List.of(arguments)));
              return null;
            });
  }

  /// The names, without those that happen any number of times.
  List<String> names() {
    return all.stream()
        .map(Event::name)
        .filter(name -> !name.equals("cardUpdate") && !name.equals("connection"))
        .toList();
  }

  /// The argument of each event with this name.
  <T> List<T> of(String name, Class<T> type) {
    return all.stream()
        .filter(event -> event.name().equals(name))
        .map(event -> type.cast(event.arguments().getFirst()))
        .toList();
  }

  List<CardUpdate> updates() {
    return of("cardUpdate", CardUpdate.class);
  }

  List<CaptureException.Code> errorCodes() {
    return of("error", CaptureException.class).stream().map(CaptureException::code).toList();
  }

  List<ConnectionState> connections() {
    return of("connection", ConnectionChange.class).stream().map(ConnectionChange::state).toList();
  }

  /// Waits until an event has happened this often.
  void sees(String name, int times) {
    final boolean seen =
        Pause.until(
            () -> all.stream().filter(event -> event.name().equals(name)).count() >= times,
            TIMEOUT);
    assertThat(seen).as("%s × %s in %s", times, name, names()).isTrue();
  }

  void sees(String name) {
    sees(name, 1);
  }
}
