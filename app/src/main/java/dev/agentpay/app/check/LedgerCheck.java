package dev.agentpay.app.check;

import dev.agentpay.app.config.Key;
import dev.agentpay.app.config.LedgerAddress;
import dev.agentpay.app.config.ServeOptions;
import dev.agentpay.app.config.Settings;
import dev.agentpay.app.node.LedgerClient;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.values.Ids;
import java.security.SecureRandom;
import java.util.function.Consumer;

/// Whether the ledger of our connector answers. Asks about a session that does not exist.
final class LedgerCheck {
  private static final String SUBJECT = "ledger";

  private final Settings settings;
  private final ServeOptions options;

  LedgerCheck(Settings settings, ServeOptions options) {
    this.settings = settings;
    this.options = options;
  }

  void run(Consumer<Finding> findings) {
    options.ledger().map(this::ask).ifPresent(findings);
  }

  private Finding ask(LedgerAddress address) {
    if (options.ownConnectors().isEmpty()) {
      return Finding.warning(
          SUBJECT,
          "no connector of kind ours uses it: remove %s"
              .formatted(settings.nameOf(Key.LEDGER_URL)));
    }
    try (LedgerClient client = new LedgerClient(options.ownConnectors(), address)) {
      final Answer answer =
          client.ask(options.ownConnectors().iterator().next(), new Ids(new SecureRandom()).next());
      return switch (answer) {
        case Answer.Ledger _ -> Finding.ok(SUBJECT, "answers at " + address.address());
        case Answer.NotSent _ ->
            Finding.problem(
                SUBJECT,
                "nothing listens at %s: start the connector, or correct %s"
                    .formatted(address.address(), settings.nameOf(Key.LEDGER_URL)));
        case Answer.NoAnswer no ->
            Finding.problem(
                SUBJECT,
                "%s: check %s, %s and %s"
                    .formatted(
                        no.why(),
                        settings.nameOf(Key.LEDGER_URL),
                        settings.nameOf(Key.LEDGER_USER),
                        settings.nameOf(Key.LEDGER_PASSWORD)));
        default -> Finding.problem(SUBJECT, answer.toString());
      };
    }
  }
}
