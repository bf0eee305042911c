package dev.agentpay.simulator.rest;

import dev.agentpay.simulator.calls.CallFlow;
import dev.agentpay.simulator.calls.CallWebhooks;
import dev.agentpay.simulator.calls.Calls;
import dev.agentpay.simulator.wire.Form;
import dev.agentpay.simulator.wire.OrderedMap;
import dev.agentpay.simulator.wire.RestAnswer;
import dev.agentpay.simulator.wire.TwilioError;
import dev.agentpay.simulator.wire.Urls;
import dev.agentpay.simulator.world.Leg;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The Call resource (https://www.twilio.com/docs/voice/api/call-resource).
public final class RestCalls {
  private static final int LONGEST_PAGE = 1_000;
  private static final Set<String> EVENTS = Set.of("initiated", "ringing", "answered", "completed");

  private final Calls calls;
  private final String accountSid;

  public RestCalls(Calls calls, String accountSid) {
    this.calls = calls;
    this.accountSid = accountSid;
  }

  Leg find(String sid) {
    return calls.find(sid).orElseThrow(() -> TwilioError.notFound("/Calls/" + sid));
  }

  RestAnswer.Json fetch(String sid) {
    return new RestAnswer.Json(200, json(find(sid)));
  }

  RestAnswer.Json create(Form form) {
    final String to = form.given("To").orElseThrow(() -> bad(21201, "No 'To' number is specified"));
    final String from =
        form.given("From").orElseThrow(() -> bad(21213, "'From' phone number is required"));
    final Optional<String> url = form.given("Url");
    final Optional<String> twiml = form.given("Twiml");
    if (url.isPresent() == twiml.isPresent()) {
      throw bad(21205, "exactly one of Url and Twiml is required");
    }
    url.ifPresent(value -> requireUrl("Url", value));
    final String method = method(form, "Method");
    final Leg leg =
        calls.dialOut(
            from,
            to,
            statusCallback(form),
            flow ->
                url.ifPresentOrElse(
                    address -> flow.fetchAndExecute(address, method, Map.of()),
                    () -> flow.execute(twiml.orElseThrow(), "")));
    return new RestAnswer.Json(201, json(leg));
  }

  RestAnswer.Json update(String sid, Form form) {
    final Leg leg = find(sid);
    final Optional<String> status = form.given("Status");
    if (status.isPresent()) {
      end(leg, status.get());
    } else {
      redirect(leg, form);
    }
    return new RestAnswer.Json(200, json(leg));
  }

  RestAnswer.Json list(Form query) {
    final List<Leg> found =
        calls.all().stream()
            .filter(leg -> matches(query, "Status", restStatus(leg)))
            .filter(leg -> matches(query, "To", leg.to()))
            .filter(leg -> matches(query, "From", leg.from()))
            .filter(leg -> matches(query, "ParentCallSid", leg.parent().map(Leg::sid).orElse("")))
            .toList()
            .reversed();
    int size = Math.clamp(number(query, "PageSize", 50), 1, LONGEST_PAGE);
    int page = Math.max(0, number(query, "Page", 0));
    int start = (int) Math.min((long) page * size, found.size());
    int end = Math.min(start + size, found.size());
    final Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.putAll(
        OrderedMap.of(
            "calls", found.subList(start, end).stream().map(this::json).toList(),
            "page", page,
            "page_size", size,
            "start", start,
            "end", Math.max(start, end - 1),
            "uri", page(query, page, size),
            "first_page_uri", page(query, 0, size)));
    body.put("next_page_uri", end < found.size() ? page(query, page + 1, size) : null);
    body.put("previous_page_uri", page > 0 ? page(query, page - 1, size) : null);
    return new RestAnswer.Json(200, body);
  }

  private void end(Leg leg, String status) {
    boolean ringing = leg.status().compareTo(Leg.Status.IN_PROGRESS) < 0;
    switch (status) {
      case "completed" -> {
        requireNotEnded(leg);
        calls.end(leg, Leg.Status.CANCELED);
      }
      case "canceled" -> {
        if (!ringing) {
          throw bad(21220, "Call cannot be canceled: it is " + leg.status().wire());
        }
        calls.end(leg, Leg.Status.CANCELED);
      }
      default -> throw bad(20001, "Status must be completed or canceled; got \"" + status + "\"");
    }
  }

  private void redirect(Leg leg, Form form) {
    final Optional<String> url = form.given("Url");
    final Optional<String> twiml = form.given("Twiml");
    if (url.isPresent() == twiml.isPresent()) {
      throw bad(20001, "Status, or exactly one of Url and Twiml, is required");
    }
    if (!leg.inProgress()) {
      throw bad(21220, "Call is not in-progress. Cannot redirect.");
    }
    url.ifPresent(value -> requireUrl("Url", value));
    leg.parent().ifPresent(parent -> calls.leave(parent, leg));
    final CallFlow flow = calls.flowOf(leg);
    final String method = method(form, "Method");
    url.ifPresentOrElse(
        address -> flow.fetchAndExecute(address, method, Map.of()),
        () -> flow.execute(twiml.orElseThrow(), ""));
  }

  private static void requireNotEnded(Leg leg) {
    if (leg.status().ended()) {
      throw bad(21220, "Call is not in-progress. Cannot redirect.");
    }
  }

  private static Optional<Leg.StatusCallback> statusCallback(Form form) {
    final HashSet<String> events =
        form.all("StatusCallbackEvent").stream()
            .flatMap(value -> Arrays.stream(value.split("[ ,]+", -1)))
            .filter(value -> !value.isEmpty())
            .collect(Collectors.toCollection(HashSet::new));
    if (!EVENTS.containsAll(events)) {
      throw bad(21626, "StatusCallbackEvent must be any of " + EVENTS);
    }
    return form.given("StatusCallback")
        .map(
            url -> {
              requireUrl("StatusCallback", url);
              return new Leg.StatusCallback(
                  url,
                  method(form, "StatusCallbackMethod"),
                  events.isEmpty() ? Set.of("completed") : events);
            });
  }

  private static String method(Form form, String name) {
    final String method = form.given(name).orElse("POST");
    if (!method.equals("POST") && !method.equals("GET")) {
      throw bad(20001, name + " must be GET or POST");
    }
    return method;
  }

  private static void requireUrl(String name, String url) {
    Urls.problem(name, url)
        .ifPresent(
            problem -> {
              throw bad(21205, problem);
            });
  }

  private static boolean matches(Form query, String name, String value) {
    return query.given(name).map(value::equals).orElse(true);
  }

  private static int number(Form query, String name, int otherwise) {
    try {
      return query.given(name).map(Integer::parseInt).orElse(otherwise);
    } catch (NumberFormatException _) {
      throw bad(20001, name + " must be a number");
    }
  }

  private String page(Form query, int page, int size) {
    final Map<String, String> filters = new LinkedHashMap<>();
    for (String name : List.of("Status", "To", "From", "ParentCallSid")) {
      query.given(name).ifPresent(value -> filters.put(name, value));
    }
    filters.put("PageSize", Integer.toString(size));
    filters.put("Page", Integer.toString(page));
    return "/2010-04-01/Accounts/" + accountSid + "/Calls.json?" + Form.encode(filters);
  }

  /// The REST API has no status `initiated`. Such a call is `queued` there.
  private static String restStatus(Leg leg) {
    return leg.status() == Leg.Status.INITIATED ? "queued" : leg.status().wire();
  }

  private Map<String, @Nullable Object> json(Leg leg) {
    final String uri = "/2010-04-01/Accounts/" + accountSid + "/Calls/" + leg.sid();
    final Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("sid", leg.sid());
    json.put("account_sid", accountSid);
    json.put("parent_call_sid", leg.parent().map(Leg::sid).orElse(null));
    json.put("from", leg.from());
    json.put("from_formatted", leg.from());
    json.put("to", leg.to());
    json.put("to_formatted", leg.to());
    json.put("direction", leg.direction());
    json.put("status", restStatus(leg));
    json.put("date_created", CallWebhooks.RFC_2822.format(leg.created()));
    json.put("date_updated", CallWebhooks.RFC_2822.format(leg.updated()));
    json.put("start_time", leg.answered().map(CallWebhooks.RFC_2822::format).orElse(null));
    json.put("end_time", leg.ended().map(CallWebhooks.RFC_2822::format).orElse(null));
    json.put("duration", leg.status().ended() ? Long.toString(leg.durationSeconds()) : null);
    json.put("price", null);
    json.put("price_unit", "USD");
    json.put("phone_number_sid", null);
    json.put("answered_by", null);
    json.put("api_version", CallWebhooks.API_VERSION);
    json.put("forwarded_from", null);
    json.put("group_sid", null);
    json.put("caller_name", null);
    json.put("queue_time", "0");
    json.put("trunk_sid", null);
    json.put("uri", uri + ".json");
    json.put("subresource_uris", Map.of("payments", uri + "/Payments.json"));
    return json;
  }

  private static TwilioError bad(int code, String message) {
    return TwilioError.badRequest(code, message);
  }
}
