package dev.agentpay.simulator.http;

import static dev.agentpay.simulator.http.ControlBody.answer;
import static dev.agentpay.simulator.http.ControlBody.text;
import static dev.agentpay.simulator.http.ControlBody.texts;

import dev.agentpay.simulator.control.SimulatedTwilio;
import dev.agentpay.simulator.options.Faults;
import dev.agentpay.simulator.options.Switches;
import dev.agentpay.simulator.pay.TypingResult;
import dev.agentpay.simulator.world.ControlRefused;
import dev.agentpay.simulator.world.JournalEntry;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The control API below `/simulator/`: calls, keys, switches, faults, journal. Bodies are JSON;
/// errors are problem documents (RFC 9457). There is no sign-in: it is meant for the loopback
/// interface.
public final class ControlApi {
  /// The longest time that a request waits for the last key. 64 keys with the longest pause take
  /// half an hour.
  private static final long LONGEST_TYPING_SECONDS = 120;

  private final SimulatedTwilio twilio;

  public ControlApi(SimulatedTwilio twilio) {
    this.twilio = twilio;
  }

  public void addTo(RoutesConfig routes) {
    routes.post("/simulator/calls", this::dialIn);
    routes.get("/simulator/calls", ctx -> answer(ctx, 200, Map.of("calls", twilio.calls())));
    routes.get("/simulator/calls/{sid}", ctx -> answer(ctx, 200, twilio.call(sid(ctx))));
    routes.post("/simulator/calls/{sid}/digits", this::digits);
    routes.get("/simulator/journal", this::journal);
    routes.get("/simulator/switches", ctx -> answer(ctx, 200, twilio.switches().toMap()));
    routes.put("/simulator/switches", this::useSwitches);
    routes.get("/simulator/faults", ctx -> answer(ctx, 200, twilio.faults()));
    routes.put("/simulator/faults", this::useFaults);
    routes.post("/simulator/reset", this::reset);
    routes.get("/simulator/numbers", this::numbers);
    routes.get("/simulator/sip-domains", this::sipDomains);
    routes.get("/simulator/cards", ctx -> answer(ctx, 200, Map.of("cards", twilio.cards())));
    new PhonesApi(twilio).addTo(routes);
    routes.exception(ControlRefused.class, ControlBody::problem);
  }

  private void dialIn(Context ctx) {
    final Map<String, Object> body = ControlBody.read(ctx, List.of("from", "to", "sipHeaders"));
    answer(
        ctx, 201, twilio.dialIn(text(body, "from"), text(body, "to"), texts(body, "sipHeaders")));
  }

  private void digits(Context ctx) {
    final Map<String, Object> body = ControlBody.read(ctx, List.of("digits", "gapMillis"));
    int gap = body.get("gapMillis") instanceof Integer millis ? millis : 0;
    if (body.containsKey("gapMillis") && !(body.get("gapMillis") instanceof Integer)) {
      throw ControlBody.bad("gapMillis must be a whole number of milliseconds");
    }
    final CompletableFuture<TypingResult> result = twilio.type(sid(ctx), text(body, "digits"), gap);
    try {
      answer(ctx, 200, result.get(LONGEST_TYPING_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException _) {
      throw new ControlRefused(
          409, "still-typing", "the customer is still typing; see GET /simulator/calls");
    } catch (ExecutionException e) {
      throw new IllegalStateException("typing does not fail", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ControlRefused(409, "closing", "the simulator is closing");
    }
  }

  private void journal(Context ctx) {
    @Nullable String since = ctx.queryParam("since");
    try {
      final List<JournalEntry> entries = twilio.journal(since == null ? 0 : Long.parseLong(since));
      answer(ctx, 200, Map.of("entries", entries));
    } catch (NumberFormatException _) {
      throw ControlBody.bad("since must be the number of a journal line");
    }
  }

  private void useSwitches(Context ctx) {
    try {
      twilio.use(Switches.defaults().with(ControlBody.read(ctx)));
    } catch (IllegalArgumentException e) {
      throw ControlBody.bad(e.getMessage() + ". GET /simulator/switches shows all switches");
    }
    answer(ctx, 200, twilio.switches().toMap());
  }

  private void useFaults(Context ctx) {
    try {
      twilio.use(Faults.of(ControlBody.read(ctx)));
    } catch (IllegalArgumentException e) {
      throw ControlBody.bad(e.getMessage() + ". GET /simulator/faults shows all faults");
    }
    answer(ctx, 200, twilio.faults());
  }

  private void reset(Context ctx) {
    twilio.reset();
    ctx.status(204);
  }

  /// Answers without the URLs of the numbers, which pages do not need.
  private void numbers(Context ctx) {
    final List<Map<String, String>> numbers =
        twilio.numbers().stream().map(number -> Map.of("number", number.number())).toList();
    answer(ctx, 200, Map.of("numbers", numbers));
  }

  private void sipDomains(Context ctx) {
    final List<Map<String, String>> domains =
        twilio.sipDomains().stream()
            .map(domain -> Map.of("domain", domain.domain(), "sid", domain.sid()))
            .toList();
    answer(ctx, 200, Map.of("sipDomains", domains));
  }

  private static String sid(Context ctx) {
    return ctx.pathParam("sid");
  }
}
