package dev.agentpay.app.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.support.Pause;
import dev.agentpay.client.PayClient;
import dev.agentpay.scenarios.actors.Customer;
import java.awt.Component;
import java.io.ByteArrayOutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Compiles the example `examples/swing` and presses its buttons, without a display. Not covered:
/// `main`, which opens the window, and how it looks.
@Timeout(180)
class SwingExampleTest {
  private static final Path SOURCE = Path.of("..", "examples", "swing", "SwingCti.java");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static {
    System.setProperty("java.awt.headless", "true"); // read when the first component is created
  }

  @TempDir private Path folder;

  @Test
  void takes_a_payment_with_its_buttons() throws Exception {
    compile();
    try (CaptureWorld world = new CaptureWorld(folder.resolve("data"));
        URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      final PayClient alice = world.client("alice");
      final Customer customer = world.customerCalls();
      alice.claim(customer.call());
      final JPanel panel =
          (JPanel) loader.loadClass("SwingCti").getConstructor(PayClient.class).newInstance(alice);
      sees(panel, "call", customer.call());
      press(panel, "start");
      sees(panel, "result", "the customer types");
      customer.typesCard("5555555555554444").typesExpiry();
      sees(panel, "card", "xxxxxxxxxxxx4444");
      press(panel, "reset card");
      sees(panel, "card", "");
      customer.typesCard(Customer.GOOD_CARD).typesCode();
      sees(panel, "result", "ready to submit");
      sees(panel, "card", "xxxxxxxxxxxx4242");
      sees(panel, "expiry", "xxxx");
      sees(panel, "code", "xxx");
      press(panel, "submit");
      sees(panel, "result", "PAID");
      press(panel, "start");
      sees(panel, "result", "the customer types");
      press(panel, "cancel");
      sees(panel, "result", "cancelled");
      world.clear();
    }
  }

  private void compile() {
    final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    final int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                messages,
                messages,
                "--release",
                "17",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                SOURCE.toString());
    assertThat(status).as(messages.toString(StandardCharsets.UTF_8)).isZero();
  }

  private static void press(JPanel panel, String button) throws Exception {
    SwingUtilities.invokeAndWait(() -> named(panel, button, JButton.class).doClick());
  }

  private static void sees(JPanel panel, String label, String text) {
    final AtomicReference<String> shown = new AtomicReference<>("");
    final boolean seen = Pause.until(() -> read(panel, label, shown).equals(text), PATIENCE);
    assertThat(seen).as("%s shows %s, not %s", label, text, shown.get()).isTrue();
  }

  /// Components may be read on Swing's thread only.
  private static String read(JPanel panel, String label, AtomicReference<String> shown) {
    try {
      SwingUtilities.invokeAndWait(() -> shown.set(named(panel, label, JLabel.class).getText()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return shown.get();
  }

  private static <T extends Component> T named(JPanel panel, String name, Class<T> type) {
    return Stream.of(panel.getComponents())
        .filter(component -> name.equals(component.getName()))
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }
}
