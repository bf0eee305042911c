package dev.agentpay.app.config;

import dev.agentpay.voice.Route;
import dev.agentpay.voice.RouteTable;
import dev.agentpay.voice.Voice;
import java.util.Map;

/// What an operator pastes into Twilio's console: for each number and SIP domain the addresses that
/// its calls need, all by HTTP POST.
public final class ConsoleAddresses {
  private ConsoleAddresses() {}

  public static String text(ServeOptions options) {
    final String url = options.twilio().publicUrl();
    final StringBuilder text =
        new StringBuilder("Put these into Twilio's console, each with HTTP POST:\n");
    for (Map.Entry<String, Route> route : options.voice().routes().routes().entrySet()) {
      final boolean isSip = isSip(route.getKey(), route.getValue());
      line(text, what(route.getKey(), isSip), about(route.getValue()));
      line(text, isSip ? "  Request URL" : "  A call comes in", url + Voice.INCOMING);
      line(text, isSip ? "  Call status URL" : "  Call status changes", url + Voice.CALL_STATUS);
    }
    if (options.server().desk().softphone().canDial()) {
      line(text, "The TwiML app of the softphones", "agents dial out");
      line(text, "  Voice request URL", url + Voice.SOFTPHONE);
    }
    if (options.server().connectors().stream().anyMatch(c -> c.kind().hasLedger())) {
      line(text, "The Generic Pay Connector", "docs/connector.md says what else it needs");
    }
    return text.toString();
  }

  /// Whether the console has it among the SIP domains. Only a PBX calls what dials customers.
  private static boolean isSip(String called, Route route) {
    return called.equals(RouteTable.ANY) ? route instanceof Route.SipOut : !called.startsWith("+");
  }

  private static String what(String called, boolean isSip) {
    if (called.equals(RouteTable.ANY)) {
      return isSip ? "Every SIP domain" : "Every other number";
    }
    return isSip ? "SIP domain " + called : "Number " + called;
  }

  private static String about(Route route) {
    return switch (route) {
      case Route.Softphones _ -> "rings the softphone of an agent who is ready";
      case Route.SipIn sip -> "is dialled on to " + sip.domain();
      case Route.SipOut _ -> "dials the number that the PBX names";
      case Route.Forward(String number) -> "rings the telephone " + number;
    };
  }

  private static void line(StringBuilder text, String what, String value) {
    text.append("  %-34s %s%n".formatted(what, value));
  }
}
