package dev.agentpay.bench;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/// Reads from a jar how durable its store is: the settings with which its `SqliteFile` opens the
/// database. They may differ between builds.
final class Durability {
  /// Where builds have had the class, the newest first.
  private static final List<String> STORES =
      List.of("dev.agentpay.store.sqlite.SqliteFile", "dev.agentpay.store.SqliteFile");

  private Durability() {}

  /// Returns the settings, for example `journal_mode=WAL synchronous=FULL`.
  static String of(Path jar) throws IOException {
    final URL[] classPath = {jar.toUri().toURL()}; // the manifest lists the libraries
    try (URLClassLoader build =
        new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
      final Method config = store(build).getDeclaredMethod("config");
      config.setAccessible(true);
      final Object sqlite = Objects.requireNonNull(config.invoke(null));
      final Properties pragmas =
          (Properties) sqlite.getClass().getMethod("toProperties").invoke(sqlite);
      return "journal_mode=%s synchronous=%s"
          .formatted(pragmas.getProperty("journal_mode"), pragmas.getProperty("synchronous"));
    } catch (ReflectiveOperationException e) {
      return "durability unknown, as its store has no %s.config".formatted(STORES.getFirst());
    }
  }

  private static Class<?> store(ClassLoader build) throws ClassNotFoundException {
    for (String name : STORES) {
      try {
        return build.loadClass(name);
      } catch (ClassNotFoundException _) {
        // Another build's place.
      }
    }
    throw new ClassNotFoundException(STORES.getFirst());
  }
}
