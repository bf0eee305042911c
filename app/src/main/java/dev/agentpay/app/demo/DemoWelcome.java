package dev.agentpay.app.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// The text that the demo prints when it is ready: the URLs, how to sign in, and the commands of a
/// payment.
public final class DemoWelcome {
  private DemoWelcome() {}

  public static String text(DemoWorld world, Optional<Path> data) {
    return """

    The AgentPay demo is ready. Only the telephone network and the bank are simulated.

      desk       %7$s   the agent's page
      phone      %8$s   the customer's telephone

    Sign in at the desk as alice or bob (agents) or sam (supervisor); the password is %5$s.
    Set yourself ready, call from the phone, answer, take a payment, and type a test card.

      server     %1$s   the API for desks and programs, and the webhooks for Twilio
      simulator  %2$s   simulates Twilio and serves the phone
      connector  %3$s   the only part that sees card numbers
      data       %4$s

    To do the same with curl: sign alice out of every desk, and paste these lines one by one into
    another terminal.

      # Alice signs in and sets herself ready.
      TOKEN=$(curl -s %1$s/api/login -H 'Content-Type: application/json' \\
        -d '{"name":"alice","password":"%5$s"}' | sed 's/.*"token" *: *"\\([^"]*\\)".*/\\1/')
      alice() { curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' "$@"; echo; }
      alice -X PUT %1$s/api/me/availability -d '{"availability":"ready"}'

      # A customer calls. Alice's simulated softphone answers within two seconds.
      CALL=$(curl -s %2$s/simulator/calls -H 'Content-Type: application/json' \\
        -d '{"from":"+12025550123","to":"%6$s"}' | sed 's/.*"sid" *: *"\\(CA[^"]*\\)".*/\\1/')
      customer() { curl -s %2$s/simulator/calls/$CALL/$1 -H 'Content-Type: application/json' -d "$2"; echo; }

      # Alice starts a payment. The customer types card number, expiry date and security code.
      sleep 3
      PAY=$(alice %1$s/api/pay-sessions -d '{"call":{"sid":"'$CALL'"},"amount":"42.50","currency":"USD"}' \\
        | sed 's/.*"id" *: *"\\(ps_[^"]*\\)".*/\\1/')
      sleep 1; customer digits '{"digits":"4242424242424242"}'
      sleep 1; customer digits '{"digits":"1230"}'
      sleep 1; customer digits '{"digits":"123"}'

      # Alice submits and reads the result.
      sleep 1; alice -X POST %1$s/api/pay-sessions/$PAY/submit
      sleep 1; alice %1$s/api/pay-sessions/$PAY

    To run all scripted calls: ./agentpay demo --script all        To stop: Ctrl-C
    """
        .formatted(
            world.server(),
            world.simulator(),
            world.connector(),
            data.map(Path::toString)
                .orElse("a temporary folder, deleted at the end; --data DIR keeps the data in DIR"),
            DemoWorld.cast().password(),
            DemoWorld.cast().businessNumber(),
            desk(world),
            phone(world));
  }

  /// Returns the URL of the desk, the agent's page.
  public static URI desk(DemoWorld world) {
    return world.server().resolve("/desk/");
  }

  /// Returns the URL of the phone, the customer's page.
  public static URI phone(DemoWorld world) {
    return world.simulator().resolve("/phone/");
  }
}
