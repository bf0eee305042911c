import dev.agentpay.client.PayClient;
import dev.agentpay.client.capture.CaptureListener;
import dev.agentpay.client.capture.CardCapture;
import dev.agentpay.client.capture.CardUpdate;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.PaySession;
import java.awt.GridLayout;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;

/// A small CTI: the agent's call, what the customer types (masked), and the payment.
public class SwingCti extends JPanel implements CaptureListener {
  private final JLabel call = row("call", new JLabel("no call"));
  private final JTextField amount = row("amount", new JTextField("42.50"));
  private final JLabel card = row("card", new JLabel());
  private final JLabel expiry = row("expiry", new JLabel());
  private final JLabel code = row("code", new JLabel());
  private final JLabel result = row("result", new JLabel());
  private final CardCapture capture;
  /// The methods of a capture block, so they never run on Swing's own thread.
  private final ExecutorService worker = Executors.newCachedThreadPool();

  /// Takes payments on every call that the agent of this client gets.
  public SwingCti(PayClient client) {
    super.setLayout(new GridLayout(0, 2));
    capture = client.attachPay(this);
    button("start", c -> c.startCapture(amount.getText()));
    button("submit", CardCapture::submitCapture);
    button("cancel", CardCapture::cancelCapture);
    button("reset card", CardCapture::resetCard);
    button("reset expiry", CardCapture::resetDate);
    button("reset code", CardCapture::resetSecurityCode);
  }

  @Override public void uuiItemAdded(String callSid) { show(call, callSid); }
  @Override public void capturing() { show(result, "the customer types"); }
  @Override public void captureComplete() { show(result, "ready to submit"); }
  @Override public void cancelledCapture() { show(result, "cancelled"); }
  @Override public void submitComplete(PaySession session) { show(result, session.state().name()); }
  @Override public void error(PayException error) { show(result, error.getMessage()); }

  @Override
  public void cardUpdate(CardUpdate update) {
    show(card, update.paymentCardNumber().orElse(""));
    show(expiry, update.expirationDate().orElse(""));
    show(code, update.securityCode().orElse(""));
  }

  /// Listeners run on the capture's thread; labels belong to Swing's.
  private static void show(JLabel label, String text) {
    SwingUtilities.invokeLater(() -> label.setText(text));
  }

  private void button(String name, Consumer<CardCapture> method) {
    row(name, new JButton(name)).addActionListener(event -> worker.execute(() -> run(method)));
  }

  private void run(Consumer<CardCapture> method) {
    try {
      method.accept(capture);
    } catch (RuntimeException e) {
      show(result, e.getMessage());
    }
  }

  private <T extends JComponent> T row(String name, T component) {
    component.setName(name);
    add(new JLabel(name));
    add(component);
    return component;
  }

  public static void main(String[] args) {
    PayClient client = PayClient.connect(URI.create(args[0])).signIn(args[1], args[2]);
    SwingUtilities.invokeLater(
        () -> {
          JFrame frame = new JFrame("Card payment");
          frame.setDefaultCloseOperation(JFrame.EXIT_ON_CLOSE);
          frame.add(new SwingCti(client));
          frame.pack();
          frame.setVisible(true);
        });
  }
}
