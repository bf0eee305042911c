package dev.agentpay.app.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// What the demo says when it is up: where everything is, how to sign in, and a payment to make by
/// hand.
public final class DemoWelcome {
  private DemoWelcome() {}

  public static String text(DemoWorld world, Optional<Path> data) {
    return """

    AgentPay demo. Everything is real but the telephone company and the bank.

      desk       %7$s   what the agent sees
      phone      %8$s   what the customer holds

    Sign in at the desk as alice or bob (agents) or sam (supervisor); the password is %5$s.
    Say that you are ready, call from the phone, answer, take a payment, and type a test card.

      server     %1$s   what desks, programs and Twilio talk to
      simulator  %2$s   Twilio, and the customer's phone
      connector  %3$s   the one place that sees a card
      data       %4$s

    The same by hand; paste it line by line into another terminal, with no desk of alice open:

      # Alice signs in and takes calls.
      TOKEN=$(curl -s %1$s/api/login -H 'Content-Type: application/json' \\
        -d '{"name":"alice","password":"%5$s"}' | sed 's/.*"token" *: *"\\([^"]*\\)".*/\\1/')
      alice() { curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' "$@"; echo; }
      alice -X PUT %1$s/api/me/availability -d '{"availability":"ready"}'

      # A customer calls; alice's softphone answers by itself within two seconds.
      CALL=$(curl -s %2$s/simulator/calls -H 'Content-Type: application/json' \\
        -d '{"from":"+12025550123","to":"%6$s"}' | sed 's/.*"sid" *: *"\\(CA[^"]*\\)".*/\\1/')
      customer() { curl -s %2$s/simulator/calls/$CALL/$1 -H 'Content-Type: application/json' -d "$2"; echo; }

      # Alice takes a payment, the customer types card, expiry and security code.
      sleep 3
      PAY=$(alice %1$s/api/pay-sessions -d '{"call":{"sid":"'$CALL'"},"amount":"42.50","currency":"USD"}' \\
        | sed 's/.*"id" *: *"\\(ps_[^"]*\\)".*/\\1/')
      sleep 1; customer digits '{"digits":"4242424242424242"}'
      sleep 1; customer digits '{"digits":"1230"}'
      sleep 1; customer digits '{"digits":"123"}'

      # Alice submits, and sees how it ended.
      sleep 1; alice -X POST %1$s/api/pay-sessions/$PAY/submit
      sleep 1; alice %1$s/api/pay-sessions/$PAY

    Or let it be played: ./agentpay demo --script all        End with Ctrl-C.
    """
        .formatted(
            world.server(),
            world.simulator(),
            world.connector(),
            data.map(Path::toString)
                .orElse("a temporary folder, gone at the end (--data DIR keeps it)"),
            DemoWorld.cast().password(),
            DemoWorld.cast().businessNumber(),
            desk(world),
            phone(world));
  }

  /// The agent's page.
  public static URI desk(DemoWorld world) {
    return world.server().resolve("/desk/");
  }

  /// The customer's page.
  public static URI phone(DemoWorld world) {
    return world.simulator().resolve("/phone/");
  }
}
