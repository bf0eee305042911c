package dev.agentpay.scenarios.actors;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// A contact centre's PBX: receives calls, places calls and transfers them.
public final class Pbx {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(10);
  private static final String UUI = "User-to-User";
  private static final String HEX = ";encoding=hex";

  private final SimulatorControl simulator;
  private final Transcript transcript;

  /// @param simulator where the calls are
  /// @param transcript records what the PBX does
  public Pbx(SimulatorControl simulator, Transcript transcript) {
    this.simulator = simulator;
    this.transcript = transcript;
  }

  /// The PBX's leg of a customer's call, once the PBX has answered.
  ///
  /// @throws ScriptFailure if it does not answer within [Stage#STEP_TIMEOUT]
  public String legOf(String customersCall) {
    return await(
        "the PBX's leg",
        () ->
            simulator
                .call(customersCall)
                .path("children")
                .valueStream()
                .filter(leg -> leg.path("status").asString("").equals("in-progress"))
                .map(leg -> leg.path("sid").asString())
                .findFirst());
  }

  /// The UUI of the call, which the PBX's CTI shows to the agent. Decodes hexadecimal UUIs.
  public String uuiOf(String leg) {
    final JsonNode headers = simulator.call(leg).path("sipHeaders");
    final String header = headers.path(UUI).asString("");
    final String uui =
        header.endsWith(HEX)
            ? new String(
                HexFormat.of().parseHex(header.substring(0, header.length() - HEX.length())),
                StandardCharsets.US_ASCII)
            : header;
    says("receives the call with the UUI " + uui);
    return uui;
  }

  /// Calls a customer with these SIP headers, which contain the PBX's id for the call.
  public Customer calls(Customer customer, Map<String, String> headers) {
    says("calls %s with %s".formatted(customer.number(), headers));
    final String leg =
        simulator.dial(
            "sip:%s@%s".formatted(DemoLines.BUSINESS, DemoLines.PBX_DOMAIN),
            "sip:%s@%s".formatted(customer.number(), DemoLines.SIP_DOMAIN),
            headers);
    return customer.isOn(legOf(leg));
  }

  /// Transfers the customer to another party by SIP REFER.
  public void transfers(String leg, String to) {
    simulator.refer(leg, to);
    says("transfers the customer to " + to);
  }

  /// Encodes a UUI for the header `User-to-User`.
  ///
  /// @param uui in ASCII
  public static String hex(String uui) {
    return HexFormat.of().formatHex(uui.getBytes(StandardCharsets.US_ASCII)) + HEX;
  }

  /// Polls until the lookup finds something.
  ///
  /// @throws ScriptFailure if it finds nothing within [Stage#STEP_TIMEOUT]
  public static <T> T await(String what, Supplier<Optional<T>> lookup) {
    final long end = System.nanoTime() + Stage.STEP_TIMEOUT.toNanos();
    Optional<T> found = lookup.get();
    while (found.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new ScriptFailure(
            "%s did not appear within %d s".formatted(what, Stage.STEP_TIMEOUT.toSeconds()));
      }
      try {
        Thread.sleep(POLL_INTERVAL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ScriptFailure("interrupted", e);
      }
      found = lookup.get();
    }
    return found.get();
  }

  private void says(String what) {
    transcript.line("pbx", what);
  }
}
