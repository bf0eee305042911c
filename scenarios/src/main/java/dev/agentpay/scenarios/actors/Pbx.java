package dev.agentpay.scenarios.actors;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// A contact centre's telephone system in a script: it is dialled, dials, and hands calls over.
public final class Pbx {
  private static final Duration GLANCE = Duration.ofMillis(10);
  private static final String UUI = "User-to-User";
  private static final String HEX = ";encoding=hex";

  private final SimulatorControl simulator;
  private final Transcript transcript;

  /// @param simulator whose calls it handles
  /// @param transcript where it tells what it does
  public Pbx(SimulatorControl simulator, Transcript transcript) {
    this.simulator = simulator;
    this.transcript = transcript;
  }

  /// Its leg of a customer's call, once it has answered.
  ///
  /// @throws ScriptFailure when it has not within ten seconds
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

  /// The UUI that came with the call, as the CTI tells it to an agent.
  public String uuiOf(String leg) {
    final JsonNode headers = simulator.call(leg).path("sipHeaders");
    final String header = headers.path(UUI).asString("");
    final String uui =
        header.endsWith(HEX)
            ? new String(
                HexFormat.of().parseHex(header.substring(0, header.length() - HEX.length())),
                StandardCharsets.US_ASCII)
            : header;
    says("gets the call, with the UUI " + uui);
    return uui;
  }

  /// Calls a customer, with headers that say what it knows the call by.
  public Customer calls(Customer customer, Map<String, String> headers) {
    says("calls %s with %s".formatted(customer.number(), headers));
    final String leg =
        simulator.dial(
            "sip:%s@%s".formatted(DemoLines.BUSINESS, DemoLines.PBX_DOMAIN),
            "sip:%s@%s".formatted(customer.number(), DemoLines.SIP_DOMAIN),
            headers);
    return customer.isOn(legOf(leg));
  }

  /// Hands the customer over to somebody else.
  public void transfers(String leg, String to) {
    simulator.refer(leg, to);
    says("hands the customer over to " + to);
  }

  /// A UUI as the header `User-to-User` has it.
  ///
  /// @param uui in ASCII
  public static String hex(String uui) {
    return HexFormat.of().formatHex(uui.getBytes(StandardCharsets.US_ASCII)) + HEX;
  }

  public static <T> T await(String what, Supplier<Optional<T>> look) {
    final long end = System.nanoTime() + Stage.PATIENCE.toNanos();
    Optional<T> found = look.get();
    while (found.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new ScriptFailure("there never was " + what);
      }
      try {
        Thread.sleep(GLANCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ScriptFailure("interrupted", e);
      }
      found = look.get();
    }
    return found.get();
  }

  private void says(String what) {
    transcript.line("pbx", what);
  }
}
