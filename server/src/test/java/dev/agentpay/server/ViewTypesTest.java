package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.Call;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Event;
import dev.agentpay.payments.session.Outcome;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Views may contain only other views and values that are written as text. Internal records must
/// not appear, because their component names would become JSON field names.
class ViewTypesTest {
  private static final Path CLASSES = Path.of("target/classes");

  /// Packages whose types must not be shown.
  private static final List<String> INSIDE =
      List.of("dev.agentpay.events.", "dev.agentpay.payments.", "dev.agentpay.calls.");

  /// Values that `ViewJson` writes as text.
  private static final Set<Class<?>> VALUES =
      Set.of(
          SessionId.class, CallSid.class, PaymentSid.class, AgentId.class, Uui.class, Money.class);

  @Test
  void views_contain_no_internal_types() throws IOException {
    final List<Class<?>> views = views();
    assertThat(views)
        .extracting(Class::getSimpleName)
        .contains("SessionView", "Ended", "ReasonView", "UuiView", "DigitsView", "MeView");
    assertThat(views.stream().flatMap(ViewTypesTest::internals)).isEmpty();
  }

  @Test
  void the_check_finds_internal_types() {
    record Naive(List<? extends Event> events, List<Outcome> outcomes, Optional<Call> call) {}

    record Outer(Optional<Naive> inner) {}

    assertThat(internals(Outer.class))
        .containsExactlyInAnyOrder(
            "Naive.events is Event", "Naive.outcomes is Outcome", "Naive.call is Call");
  }

  /// Returns the records of the views package, and all other records of the server that are called
  /// a view.
  private static List<Class<?>> views() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES)) {
      return files
          .map(file -> CLASSES.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.contains("-info"))
          .<Class<?>>map(name -> load(name.replace(".class", "").replace('/', '.')))
          .filter(Class::isRecord)
          .filter(
              type ->
                  type.getPackageName().equals("dev.agentpay.server.views")
                      || type.getSimpleName().endsWith("View"))
          .collect(Collectors.toList());
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, ViewTypesTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<String> internals(Class<?> view) {
    final Set<String> found = new TreeSet<>();
    look(view, found, new HashSet<>());
    return found.stream();
  }

  private static void look(Class<?> record, Set<String> found, Set<Class<?>> seen) {
    if (!seen.add(record)) {
      return;
    }
    for (RecordComponent component : record.getRecordComponents()) {
      for (Class<?> type : in(component.getGenericType()).toList()) {
        if (isInternal(type)) {
          found.add(
              "%s.%s is %s"
                  .formatted(record.getSimpleName(), component.getName(), type.getSimpleName()));
        } else if (type.isRecord() && !VALUES.contains(type)) {
          look(type, found, seen);
        }
      }
    }
  }

  /// Whether it is an internal record, or an interface or class that may be one.
  private static boolean isInternal(Class<?> type) {
    return type == Object.class
        || (INSIDE.stream().anyMatch(inside -> type.getName().startsWith(inside))
            && !type.isEnum()
            && !VALUES.contains(type));
  }

  private static Stream<Class<?>> in(Type type) {
    return switch (type) {
      case Class<?> plain -> Stream.of(plain);
      case ParameterizedType generic ->
          Stream.of(generic.getActualTypeArguments()).flatMap(ViewTypesTest::in);
      case WildcardType wild -> Stream.of(wild.getUpperBounds()).flatMap(ViewTypesTest::in);
      default -> throw new AssertionError("no view has such a component: " + type);
    };
  }
}
