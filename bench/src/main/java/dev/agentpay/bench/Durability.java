package dev.agentpay.bench;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;

/// How durable a build's store is: the settings with which its `SqliteFile` opens the database,
/// read from the jar itself, since another build may have others.
final class Durability {
  private static final String STORE = "dev.agentpay.store.SqliteFile";

  private Durability() {}

  /// Such as `journal_mode=WAL synchronous=FULL`.
  static String of(Path jar) throws IOException {
    final URL[] classPath = {jar.toUri().toURL()}; // its manifest names the libraries
    try (URLClassLoader build =
        new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
      final Method config = build.loadClass(STORE).getDeclaredMethod("config");
      config.setAccessible(true);
      final Object sqlite = Objects.requireNonNull(config.invoke(null));
      final Properties pragmas =
          (Properties) sqlite.getClass().getMethod("toProperties").invoke(sqlite);
      return "journal_mode=%s synchronous=%s"
          .formatted(pragmas.getProperty("journal_mode"), pragmas.getProperty("synchronous"));
    } catch (ReflectiveOperationException e) {
      return "durability unknown, as its store has no %s.config".formatted(STORE);
    }
  }
}
