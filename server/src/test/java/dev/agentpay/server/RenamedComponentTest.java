package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.CallEvent;
import dev.agentpay.events.Event;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.server.views.EventViews;
import dev.agentpay.server.views.ViewJson;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// Renames a component of an event and checks that the API does not change.
class RenamedComponentTest {
  private static final Path EVENT =
      Path.of("../calls/src/main/java/dev/agentpay/calls/CallEvent.java");
  private static final Path VIEW =
      Path.of("src/main/java/dev/agentpay/server/views/CallEventViews.java");

  @Test
  void renaming_an_event_component_does_not_change_the_api() throws Exception {
    final String event = Files.readString(EVENT);
    final String renamed = event.replace("CallEnded(String why", "CallEnded(String reasonRenamed");
    assertThat(renamed).as("the event's source has the component").isNotEqualTo(event);
    final Map<String, byte[]> classes =
        compiled(
            List.of(
                new Source("dev.agentpay.calls.CallEvent", renamed),
                new Source(
                    "dev.agentpay.server.views.CallEventViews",
                    Files.readString(VIEW).replace("ended.why()", "ended.reasonRenamed()"))));
    final Class<?> shown = new ReplacingClassLoader(classes).loadClass(Shown.class.getName());
    assertThat(componentsOfCallEnded(shown)).containsExactly("reasonRenamed", "seconds");
    assertThat(WireTest.golden("call-events").lines())
        .contains(((Supplier<?>) shown.getDeclaredConstructor().newInstance()).get().toString());
  }

  private static List<String> componentsOfCallEnded(Class<?> shown) throws Exception {
    final Class<?> event =
        shown.getClassLoader().loadClass("dev.agentpay.calls.CallEvent$CallEnded");
    return Stream.of(event.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  /// Shows the end of a call as the API does. Loaded again by the class loader that has the renamed
  /// component.
  public static final class Shown implements Supplier<String> {
    @Override
    public String get() {
      return new String(
          ViewJson.write(new EventViews(List.of()).of(Samples.recorded(Samples.callEnded()))),
          StandardCharsets.UTF_8);
    }
  }

  /// Loads our classes again, with some of them replaced.
  private static final class ReplacingClassLoader extends ClassLoader {
    private final Map<String, byte[]> replacements;

    ReplacingClassLoader(Map<String, byte[]> replacements) {
      super(RenamedComponentTest.class.getClassLoader());
      this.replacements = replacements;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        final Class<?> known = findLoadedClass(name);
        if (known != null || !name.startsWith("dev.agentpay.")) {
          return known != null ? known : super.loadClass(name, resolve);
        }
        final byte[] code =
            replacements.containsKey(name) ? replacements.get(name) : onClassPath(name);
        return defineClass(name, code, 0, code.length);
      }
    }

    private byte[] onClassPath(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        return in.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private static Map<String, byte[]> compiled(List<Source> sources) throws IOException {
    final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    final StringWriter said = new StringWriter();
    try (StandardJavaFileManager files =
            compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        Memory memory = new Memory(files)) {
      final List<String> options =
          List.of(
              "-proc:none",
              "-nowarn",
              "-implicit:none",
              "-classpath",
              Stream.of(Event.class, CallSid.class, CallEvent.class, EventViews.class)
                  .map(RenamedComponentTest::home)
                  .distinct()
                  .collect(Collectors.joining(File.pathSeparator)));
      assertThat(compiler.getTask(said, memory, null, options, null, sources).call())
          .as(() -> "the renamed sources compile: " + said)
          .isTrue();
      final Map<String, byte[]> classes = new HashMap<>();
      memory.classes.forEach((name, code) -> classes.put(name, code.toByteArray()));
      return classes;
    }
  }

  private static String home(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /// Keeps compiled classes in memory.
  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

    Memory(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          return classes.computeIfAbsent(name, _ -> new ByteArrayOutputStream());
        }
      };
    }
  }
}
