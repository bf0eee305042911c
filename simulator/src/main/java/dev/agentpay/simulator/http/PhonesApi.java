package dev.agentpay.simulator.http;

import static dev.agentpay.simulator.http.ControlBody.answer;
import static dev.agentpay.simulator.http.ControlBody.text;
import static dev.agentpay.simulator.http.ControlBody.texts;

import dev.agentpay.simulator.control.SimulatedTwilio;
import dev.agentpay.simulator.world.CallView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/// The part of the control API for telephones: answer, reject, hang up, refer, dial from a
/// softphone, and the rules for dialled parties.
final class PhonesApi {
  private final SimulatedTwilio twilio;

  PhonesApi(SimulatedTwilio twilio) {
    this.twilio = twilio;
  }

  void addTo(RoutesConfig routes) {
    routes.post("/simulator/calls/{sid}/answer", ctx -> answer(ctx, 200, twilio.answer(sid(ctx))));
    routes.post("/simulator/calls/{sid}/reject", ctx -> answer(ctx, 200, twilio.reject(sid(ctx))));
    routes.post("/simulator/calls/{sid}/hangup", ctx -> answer(ctx, 200, twilio.hangUp(sid(ctx))));
    routes.post("/simulator/calls/{sid}/refer", this::refer);
    routes.post("/simulator/softphones/{identity}/calls", this::softphoneDials);
    routes.get("/simulator/parties", ctx -> answer(ctx, 200, twilio.parties()));
    routes.put("/simulator/parties", this::useParties);
  }

  private void refer(Context ctx) {
    final Map<String, Object> body = ControlBody.read(ctx, List.of("to", "sipHeaders"));
    answer(ctx, 202, twilio.refer(sid(ctx), text(body, "to"), texts(body, "sipHeaders")));
  }

  private void softphoneDials(Context ctx) {
    final Map<String, Object> body = ControlBody.read(ctx, List.of("to", "parameters"));
    final CallView call =
        twilio.softphoneDials(
            ctx.pathParam("identity"), text(body, "to"), texts(body, "parameters"));
    answer(ctx, 201, call);
  }

  private void useParties(Context ctx) {
    Map<String, String> rules = ControlBody.strings(ControlBody.read(ctx), "the rules");
    twilio.useParties(rules);
    answer(ctx, 200, twilio.parties());
  }

  private static String sid(Context ctx) {
    return ctx.pathParam("sid");
  }
}
