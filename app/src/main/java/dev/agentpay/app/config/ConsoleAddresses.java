package dev.agentpay.app.config;

import dev.agentpay.compat.ExistingClient;
import dev.agentpay.voice.Route;
import dev.agentpay.voice.RouteTable;
import dev.agentpay.voice.Voice;
import java.util.Map;

/// Prints the webhook URLs that an operator enters in Twilio's console, for each number and SIP
/// domain. All use HTTP POST.
public final class ConsoleAddresses {
  private ConsoleAddresses() {}

  public static String text(ServeOptions options) {
    final String url = options.twilio().publicUrl();
    final StringBuilder text =
        new StringBuilder("Enter these in Twilio's console, each with HTTP POST:\n");
    for (Map.Entry<String, Route> route : options.voice().routes().routes().entrySet()) {
      final boolean isSip = isSip(route.getKey(), route.getValue());
      line(text, heading(route.getKey(), isSip), effect(route.getValue()));
      line(text, isSip ? "  Request URL" : "  A call comes in", url + Voice.INCOMING);
      line(text, isSip ? "  Call status URL" : "  Call status changes", url + Voice.CALL_STATUS);
    }
    if (options.server().desk().softphone().canDial()) {
      line(text, "The TwiML app of the softphones", "agents make calls with it");
      line(text, "  Voice request URL", url + Voice.SOFTPHONE);
    }
    if (options.server().connectors().stream().anyMatch(c -> c.kind().hasLedger())) {
      line(text, "The Generic Pay Connector", "see docs/connector.md");
    }
    if (!options.compat().clients().isEmpty()) {
      text.append("Numbers and SIP domains of existing clients keep their own paths:\n");
      for (ExistingClient client : ExistingClient.values()) {
        if (options.compat().clients().contains(client)) {
          existing(text, client, url);
        }
      }
    }
    return text.toString();
  }

  /// Appends the addresses of an existing client, as in `docs/migrating.md`.
  private static void existing(StringBuilder text, ExistingClient client, String url) {
    line(text, client.wire(), "see docs/migrating.md");
    switch (client) {
      case AGENT_PAY -> {
        line(text, "  A call comes in", url + "/inboundHandler");
        line(text, "  Request URL of the SIP domain", url + "/outboundHandler");
      }
      case GENESYSPAY -> {
        line(text, "  A call comes in", url + "/pv/callToSIP");
        line(text, "  Request URL of the SIP domain", url + "/pv/callToPSTN");
      }
      case GENERIC -> line(text, "  Voice request URL", url + "/twiml");
      case FLASK -> line(text, "  A call comes in", url + "/forward?Fwd=%2B12025550190");
    }
  }

  /// Returns whether the console lists it under SIP domains. Only a PBX calls a `sip-out` route.
  private static boolean isSip(String called, Route route) {
    return called.equals(RouteTable.ANY) ? route instanceof Route.SipOut : !called.startsWith("+");
  }

  private static String heading(String called, boolean isSip) {
    if (called.equals(RouteTable.ANY)) {
      return isSip ? "Every SIP domain" : "Every other number";
    }
    return isSip ? "SIP domain " + called : "Number " + called;
  }

  private static String effect(Route route) {
    return switch (route) {
      case Route.Softphones _ -> "rings the softphone of an agent who is ready";
      case Route.SipIn sip -> "dials the PBX " + sip.domain();
      case Route.SipOut _ -> "dials the number that the PBX requests";
      case Route.Forward(String number) -> "rings the telephone " + number;
    };
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("  %-34s %s%n".formatted(name, value));
  }
}
