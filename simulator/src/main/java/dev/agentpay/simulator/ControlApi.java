package dev.agentpay.simulator;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// `/simulator/…`: what the customer does, what is switched, what went wrong. JSON in and out,
/// problems as RFC 9457. Has no sign-in: it is for the loopback interface.
final class ControlApi {
  /// The largest body is a set of switches.
  static final int LONGEST_BODY = 16 * 1024;

  /// 64 keys with the longest gap take half an hour; nobody waits that long for an answer.
  private static final long LONGEST_TYPING_SECONDS = 120;

  private final SimulatedTwilio twilio;

  ControlApi(SimulatedTwilio twilio) {
    this.twilio = twilio;
  }

  void addTo(RoutesConfig routes) {
    routes.post("/simulator/calls", this::dialIn);
    routes.get("/simulator/calls", ctx -> answer(ctx, 200, Map.of("calls", twilio.calls())));
    routes.get("/simulator/calls/{sid}", ctx -> answer(ctx, 200, twilio.call(sid(ctx))));
    routes.post("/simulator/calls/{sid}/digits", this::digits);
    routes.post("/simulator/calls/{sid}/answer", ctx -> answer(ctx, 200, twilio.answer(sid(ctx))));
    routes.post("/simulator/calls/{sid}/reject", ctx -> answer(ctx, 200, twilio.reject(sid(ctx))));
    routes.post("/simulator/calls/{sid}/hangup", ctx -> answer(ctx, 200, twilio.hangUp(sid(ctx))));
    routes.get("/simulator/journal", this::journal);
    routes.get("/simulator/switches", ctx -> answer(ctx, 200, twilio.switches()));
    routes.put("/simulator/switches", this::useSwitches);
    routes.get("/simulator/faults", ctx -> answer(ctx, 200, twilio.faults()));
    routes.put("/simulator/faults", this::useFaults);
    routes.post("/simulator/reset", this::reset);
    routes.get("/simulator/numbers", this::numbers);
    routes.get("/simulator/cards", ctx -> answer(ctx, 200, Map.of("cards", twilio.cards())));
    routes.exception(ControlRefused.class, ControlApi::problem);
  }

  private void dialIn(Context ctx) {
    var body = body(ctx, List.of("from", "to", "sipHeaders"));
    answer(
        ctx, 201, twilio.dialIn(text(body, "from"), text(body, "to"), texts(body, "sipHeaders")));
  }

  private void digits(Context ctx) {
    var body = body(ctx, List.of("digits", "gapMillis"));
    int gap = body.get("gapMillis") instanceof Integer millis ? millis : 0;
    if (body.containsKey("gapMillis") && !(body.get("gapMillis") instanceof Integer)) {
      throw bad("gapMillis must be a whole number of milliseconds");
    }
    var heard = twilio.type(sid(ctx), text(body, "digits"), gap);
    try {
      answer(ctx, 200, heard.get(LONGEST_TYPING_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException _) {
      throw new ControlRefused(
          409, "still-typing", "the customer is still typing: look at GET /simulator/calls");
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
      var entries = twilio.journal(since == null ? 0 : Long.parseLong(since));
      answer(ctx, 200, Map.of("entries", entries));
    } catch (NumberFormatException _) {
      throw bad("since must be the number of a journal line");
    }
  }

  private void useSwitches(Context ctx) {
    try {
      twilio.use(Switches.defaults().with(body(ctx)));
    } catch (IllegalArgumentException e) {
      throw bad(e.getMessage() + ". GET /simulator/switches shows all switches");
    }
    answer(ctx, 200, twilio.switches());
  }

  private void useFaults(Context ctx) {
    try {
      twilio.use(Faults.of(body(ctx)));
    } catch (IllegalArgumentException e) {
      throw bad(e.getMessage() + ". GET /simulator/faults shows all faults");
    }
    answer(ctx, 200, twilio.faults());
  }

  private void reset(Context ctx) {
    twilio.reset();
    ctx.status(204);
  }

  /// Without the URLs behind them: a page has no use for those.
  private void numbers(Context ctx) {
    var numbers =
        twilio.numbers().stream().map(number -> Map.of("number", number.number())).toList();
    answer(ctx, 200, Map.of("numbers", numbers));
  }

  private static String sid(Context ctx) {
    return ctx.pathParam("sid");
  }

  private static Map<String, Object> body(Context ctx, List<String> allowed) {
    var body = body(ctx);
    if (!allowed.containsAll(body.keySet())) {
      throw bad("the body may have " + allowed + " and has " + body.keySet());
    }
    return body;
  }

  private static Map<String, Object> body(Context ctx) {
    try {
      var bytes = ctx.req().getInputStream().readNBytes(LONGEST_BODY + 1);
      if (bytes.length > LONGEST_BODY) {
        throw new ControlRefused(
            413, "too-large", "the body is longer than " + LONGEST_BODY + " bytes");
      }
      return JsonText.map(JsonText.object(new String(bytes, StandardCharsets.UTF_8)));
    } catch (JacksonException _) {
      // Not its message: that quotes the body, which may hold a card.
      throw bad("the body is no JSON object");
    } catch (IOException _) {
      throw bad("the body could not be read");
    }
  }

  private static String text(Map<String, Object> body, String name) {
    if (body.get(name) instanceof String text) {
      return text;
    }
    throw bad("the body needs \"" + name + "\" as a string");
  }

  private static Map<String, String> texts(Map<String, Object> body, String name) {
    var texts = new LinkedHashMap<String, String>();
    if (body.getOrDefault(name, Map.of()) instanceof Map<?, ?> map) {
      for (var entry : map.entrySet()) {
        if (!(entry.getKey() instanceof String key && entry.getValue() instanceof String value)) {
          throw bad(name + " must have strings as values");
        }
        texts.put(key, value);
      }
      return texts;
    }
    throw bad(name + " must be an object");
  }

  private static ControlRefused bad(String message) {
    return new ControlRefused(400, "bad-request", message);
  }

  static void problem(ControlRefused refused, Context ctx) {
    ctx.status(refused.status())
        .contentType("application/problem+json")
        .result(
            JsonText.write(
                Details.of(
                    "type", "urn:agentpay:simulator:" + refused.type(),
                    "title", refused.type().replace('-', ' '),
                    "status", refused.status(),
                    "detail", String.valueOf(refused.getMessage()))));
  }

  private static void answer(Context ctx, int status, Object body) {
    ctx.status(status).contentType("application/json").result(JsonText.write(body));
  }
}
