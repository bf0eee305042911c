package dev.agentpay.simulator.rest;

import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.simulator.sync.SyncEntry;
import dev.agentpay.simulator.sync.SyncErrors;
import dev.agentpay.simulator.sync.SyncInput;
import dev.agentpay.simulator.sync.SyncService;
import dev.agentpay.simulator.sync.SyncStore;
import dev.agentpay.simulator.wire.Form;
import dev.agentpay.simulator.wire.RestAnswer;
import dev.agentpay.simulator.wire.RestRequest;
import dev.agentpay.simulator.wire.TwilioError;
import dev.agentpay.simulator.wire.Urls;
import dev.agentpay.simulator.world.SyncFaultDice;
import dev.agentpay.simulator.world.WorldContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Sync's REST API, version 1 (https://www.twilio.com/docs/sync/api): services, maps, their items,
/// and documents.
public final class SyncRest {
  /// The `created_by` of resources that are created over REST.
  private static final String SYSTEM = "system";

  private static final Map<String, String> SETTINGS =
      Map.of(
          "AclEnabled", "acl_enabled",
          "WebhooksFromRestEnabled", "webhooks_from_rest_enabled",
          "ReachabilityWebhooksEnabled", "reachability_webhooks_enabled",
          "ReachabilityDebouncingEnabled", "reachability_debouncing_enabled");

  /// Bounds of `ReachabilityDebouncingWindow` in milliseconds.
  private static final int SHORTEST_WINDOW = 1_000;

  private static final int LONGEST_WINDOW = 30_000;

  private final WorldContext context;
  private final RestExchange exchange;
  private final SyncStore store;
  private final SyncErrors errors;
  private final SyncInput input;
  private final SyncJson json;

  public SyncRest(WorldContext context, SimulatorOptions options, SyncStore store) {
    this.context = context;
    this.store = store;
    exchange = new RestExchange(context, options);
    errors = store.errors();
    input = store.input();
    json = new SyncJson(options.accountSid());
  }

  /// Handles a request. The future is complete on return unless a fault delays the answer.
  public CompletableFuture<RestAnswer> handle(RestRequest request) {
    final CompletableFuture<RestAnswer> future = new CompletableFuture<>();
    final SyncFaultDice faults = context.faults().sync();
    final SyncFaultDice.Fate fate = faults.next();
    final RestAnswer.Json answer =
        switch (fate) {
          case NONE, ANSWER_LOST -> answer(request);
          case UNREACHABLE -> new TwilioError(503, 20503, "unreachable by a fault").answer();
          case TOO_MANY_REQUESTS -> new TwilioError(429, 20429, "Too Many Requests").answer();
          case SERVER_ERROR -> new TwilioError(503, 20503, "Service Unavailable").answer();
        };
    boolean cut = fate == SyncFaultDice.Fate.UNREACHABLE || fate == SyncFaultDice.Fate.ANSWER_LOST;
    exchange.journal(request, answer, fate == SyncFaultDice.Fate.NONE ? "" : "sync " + fate);
    exchange.send(cut ? new RestAnswer.Lost() : answer, faults.remaining().delayMillis(), future);
    return future;
  }

  private RestAnswer.Json answer(RestRequest request) {
    try {
      exchange.authenticate(request);
      return dispatch(request, path(request), RestExchange.form(request));
    } catch (TwilioError e) {
      return e.answer();
    }
  }

  /// The path below `/v1/Services`, decoded: `[IS…, Maps, payMap, Items, PK…]`.
  private static List<String> path(RestRequest request) {
    final List<String> parts =
        Arrays.stream(request.path().split("/", -1))
            .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
            .toList();
    boolean known =
        parts.size() >= 3
            && parts.size() <= 8
            && parts.get(2).equals("Services")
            && (parts.size() < 7 || (parts.get(4).equals("Maps") && parts.get(6).equals("Items")));
    if (!known) {
      throw TwilioError.notFound(request.path());
    }
    return parts.subList(3, parts.size());
  }

  private RestAnswer.Json dispatch(RestRequest request, List<String> path, Form form) {
    final String method = request.method();
    if (path.isEmpty()) {
      return services(method, form);
    }
    final SyncService service = store.service(path.getFirst());
    if (path.size() == 1) {
      return service(method, service, form);
    }
    final SyncService.Kind kind =
        Arrays.stream(SyncService.Kind.values())
            .filter(each -> each.path().equals(path.get(1)))
            .findFirst()
            .orElseThrow(() -> TwilioError.notFound(request.path() + " (which is not simulated)"));
    if (path.size() == 2) {
      return entries(method, service, kind, form);
    }
    final SyncEntry entry = store.find(service, kind, path.get(2));
    return switch (path.size()) {
      case 3 -> entry(method, service, kind, entry, form, request.ifMatch());
      case 4 -> items(method, service, entry, form);
      default ->
          item(method, service, entry, store.item(entry, path.get(4)), form, request.ifMatch());
    };
  }

  private RestAnswer.Json services(String method, Form form) {
    return switch (method) {
      case "GET" ->
          SyncPages.page(
              SyncJson.url(), "services", form, store.services(), SyncService::position, json::of);
      case "POST" -> new RestAnswer.Json(201, json.of(store.createService(settings(form))));
      default -> throw notAllowed(method);
    };
  }

  private RestAnswer.Json service(String method, SyncService service, Form form) {
    switch (method) {
      case "GET" -> {}
      case "POST" -> service.change(settings(form), context.instant());
      case "DELETE" -> {
        store.deleteService(service);
        return noContent();
      }
      default -> throw notAllowed(method);
    }
    return new RestAnswer.Json(200, json.of(service));
  }

  private RestAnswer.Json entries(
      String method, SyncService service, SyncService.Kind kind, Form form) {
    return switch (method) {
      case "GET" ->
          SyncPages.page(
              SyncJson.url(service.sid(), kind.path()),
              kind.path().toLowerCase(Locale.ROOT),
              form,
              service.entries(kind).values(),
              SyncEntry::position,
              entry -> json.of(service, kind, entry));
      case "POST" -> {
        final Map<String, Object> data =
            kind == SyncService.Kind.DOCUMENT
                ? data(form, 54101).orElse(Map.of())
                : Map.<String, Object>of();
        final SyncEntry entry =
            store.create(service, kind, input.uniqueName(form), data, ttl(kind, form), SYSTEM);
        yield withEtag(201, json.of(service, kind, entry), entry);
      }
      default -> throw notAllowed(method);
    };
  }

  private RestAnswer.Json entry(
      String method,
      SyncService service,
      SyncService.Kind kind,
      SyncEntry entry,
      Form form,
      Optional<String> ifMatch) {
    switch (method) {
      case "GET" -> {}
      case "POST" -> {
        requireParameters(form);
        if (kind == SyncService.Kind.MAP) {
          store.expire(service, kind, entry, ttl(kind, form));
        } else {
          store.updateDocument(service, entry, data(form, 54101), ttl(kind, form), ifMatch);
        }
      }
      case "DELETE" -> {
        store.delete(service, kind, entry);
        return noContent();
      }
      default -> throw notAllowed(method);
    }
    return withEtag(200, json.of(service, kind, entry), entry);
  }

  private RestAnswer.Json items(String method, SyncService service, SyncEntry map, Form form) {
    return switch (method) {
      case "GET" ->
          SyncPages.page(
              SyncJson.url(service.sid(), "Maps", map.sid(), "Items"),
              "items",
              form,
              map.items().values(),
              SyncEntry::name,
              item -> json.item(service, map, item));
      case "POST" -> {
        final String key = input.key(form);
        final Map<String, Object> data =
            data(form, 54206)
                .orElseThrow(() -> errors.of(54206, "Invalid Map Item data: Data is required"));
        final OptionalLong ttl = itemTtl(form);
        final OptionalLong mapTtl = input.ttl(form, "CollectionTtl");
        final SyncEntry item = store.createItem(service, map, key, data, ttl, SYSTEM);
        store.expire(service, SyncService.Kind.MAP, map, mapTtl);
        yield withEtag(201, json.item(service, map, item), item);
      }
      default -> throw notAllowed(method);
    };
  }

  private RestAnswer.Json item(
      String method,
      SyncService service,
      SyncEntry map,
      SyncEntry item,
      Form form,
      Optional<String> ifMatch) {
    switch (method) {
      case "GET" -> {}
      case "POST" -> {
        requireParameters(form);
        final OptionalLong mapTtl = input.ttl(form, "CollectionTtl");
        store.updateItem(service, map, item, data(form, 54206), itemTtl(form), ifMatch);
        store.expire(service, SyncService.Kind.MAP, map, mapTtl);
      }
      case "DELETE" -> {
        store.deleteItem(service, map, item, ifMatch);
        return noContent();
      }
      default -> throw notAllowed(method);
    }
    return withEtag(200, json.item(service, map, item), item);
  }

  private Optional<Map<String, Object>> data(Form form, int invalid) {
    return form.first("Data").map(text -> input.data(text, invalid));
  }

  private OptionalLong ttl(SyncService.Kind kind, Form form) {
    return kind == SyncService.Kind.MAP
        ? input.ttl(form, "CollectionTtl", "Ttl")
        : input.ttl(form, "Ttl");
  }

  private OptionalLong itemTtl(Form form) {
    return input.ttl(form, "ItemTtl", "Ttl");
  }

  private Map<String, Object> settings(Form form) {
    final Map<String, Object> settings = new LinkedHashMap<>();
    form.first("FriendlyName")
        .ifPresent(name -> settings.put("friendly_name", input.friendlyName(name)));
    form.given("WebhookUrl").ifPresent(url -> settings.put("webhook_url", webhook(url)));
    SETTINGS.forEach(
        (name, key) ->
            form.given(name).ifPresent(text -> settings.put(key, Boolean.parseBoolean(text))));
    form.given("ReachabilityDebouncingWindow")
        .ifPresent(text -> settings.put("reachability_debouncing_window", window(text)));
    return settings;
  }

  private static int window(String text) {
    if (text.matches("[0-9]{4,5}")) {
      final int millis = Integer.parseInt(text);
      if (millis >= SHORTEST_WINDOW && millis <= LONGEST_WINDOW) {
        return millis;
      }
    }
    throw TwilioError.badRequest(
        20001,
        "ReachabilityDebouncingWindow must be %s to %s".formatted(SHORTEST_WINDOW, LONGEST_WINDOW));
  }

  private String webhook(String url) {
    Urls.problem("WebhookUrl", url)
        .ifPresent(
            problem -> {
              throw errors.of(54051, "Invalid webhook URL: " + problem);
            });
    return url;
  }

  private void requireParameters(Form form) {
    if (form.parameters().isEmpty()) {
      throw errors.of(54010, "No parameters specified");
    }
  }

  private static RestAnswer.Json withEtag(
      int status, Map<String, @Nullable Object> body, SyncEntry entry) {
    return new RestAnswer.Json(status, body, entry.revision());
  }

  private static RestAnswer.Json noContent() {
    return new RestAnswer.Json(204, Map.of());
  }

  private static TwilioError notAllowed(String method) {
    return new TwilioError(405, 20004, "Method not allowed: " + method);
  }
}
