package dev.agentpay.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.SessionState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocsTest {
  private static final Path DOCS = Path.of("..", "docs", "java-client.md");
  private static final Pattern CLASS =
      Pattern.compile("```java\n(.*?public class (\\w+).*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void documented_example_compiles_and_takes_a_payment() throws Exception {
    compile();
    try (FakeServer fake = new FakeServer();
        URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      final Thread customer = new Thread(() -> answerAndType(fake.data));
      customer.start();
      final Method take =
          loader.loadClass("TakePayment").getDeclaredMethod("take", PayClient.class, String.class);
      take.setAccessible(true);
      final PaySession session =
          (PaySession) take.invoke(null, fake.server().signIn("alice", "secret"), "order-7");
      assertThat(session.state()).isEqualTo(SessionState.PAID);
      assertThat(session.reference()).isEqualTo("order-7");
      customer.join();
    }
  }

  /// Plays the customer: calls, completes the fields of a new session, and pays after the submit.
  private static void answerAndType(FakeData data) {
    try {
      data.callArrives("CA1");
      data.claim("CA1");
      for (int position = 0; position < 10; ) {
        for (FakeData.LogEntry logged : data.after(position, 10_000)) {
          position++;
          if (logged.type().equals("session-started")) {
            data.update(logged.key(), "all-captured", Map.of("state", "ready"));
          } else if (logged.type().equals("submit-requested")) {
            data.update(logged.key(), "session-paid", Map.of("state", "paid", "final", true));
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void compile() throws IOException {
    final List<String> arguments =
        new ArrayList<>(
            List.of(
                "--release",
                "17",
                "-Werror",
                "-Xlint:all,-options",
                "-d",
                folder.toString(),
                "-cp",
                Path.of("target", "classes").toString()));
    final Matcher matcher = CLASS.matcher(Files.readString(DOCS));
    while (matcher.find()) {
      final Path source = folder.resolve(matcher.group(2) + ".java");
      Files.writeString(source, matcher.group(1));
      arguments.add(source.toString());
    }
    assertThat(arguments).hasSizeGreaterThan(9);
    final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    assertThat(compiler.run(null, errors, errors, arguments.toArray(String[]::new)))
        .as(errors::toString)
        .isZero();
  }
}
