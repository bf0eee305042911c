package dev.agentpay.scenarios.existing;

import dev.agentpay.scenarios.actors.ScriptFailure;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Stands in for Twilio's Voice SDK in a browser: a device that rings. It uses the simulator's
/// replacement for the SDK's connection.
final class ExistingSoftphone implements AutoCloseable {

  /// A call that rings or rang.
  ///
  /// @param parameters the parameters of its `<Client>`, in order
  record Leg(String sid, String status, Map<String, String> parameters) {}

  private final List<Leg> legs = new ArrayList<>();
  private final ExistingStream stream;
  private final Runnable ringing;
  private final ExistingBrowser browser;

  private ExistingSoftphone(URI simulator, String identity, Runnable ringing) {
    this.ringing = ringing;
    browser = ExistingBrowser.sameOrigin(simulator, "", "");
    stream =
        ExistingStream.open(
            simulator.resolve("/simulator/softphones/%s/events".formatted(identity)),
            Map.of(),
            this::onEvent);
  }

  /// Registers the device; calls ring here from now on.
  ///
  /// @param token an access token, which contains the device's identity
  static ExistingSoftphone register(URI simulator, String token, Runnable ringing) {
    return new ExistingSoftphone(simulator, ExistingToken.read(token).identity(), ringing);
  }

  private void onEvent(String event, JsonNode data) {
    if (!event.equals("leg") || !data.path("direction").asString("").equals("inbound")) {
      return;
    }
    final Leg leg =
        new Leg(
            data.path("sid").asString(),
            data.path("status").asString(""),
            ExistingBrowser.JSON.convertValue(
                data.path("parameters"),
                ExistingBrowser.JSON
                    .getTypeFactory()
                    .constructMapType(LinkedHashMap.class, String.class, String.class)));
    synchronized (this) {
      legs.removeIf(each -> each.sid().equals(leg.sid()));
      legs.add(leg);
    }
    if (leg.status().equals("ringing")) {
      ringing.run();
    }
  }

  /// The leg that rings now.
  synchronized Optional<Leg> incoming() {
    return legs.stream().filter(leg -> leg.status().equals("ringing")).findFirst();
  }

  void accept(Leg leg) {
    final ExistingBrowser.Answer answer =
        browser.post("/simulator/calls/%s/answer".formatted(leg.sid()), Map.of(), Map.of());
    if (!answer.ok()) {
      throw new ScriptFailure("the call could not be answered: " + answer.text());
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
