package dev.agentpay.twilio.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.sync.v1.Service;
import com.twilio.rest.sync.v1.service.Document;
import com.twilio.rest.sync.v1.service.SyncMap;
import com.twilio.rest.sync.v1.service.syncmap.SyncMapItem;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.twilio.Percent;
import dev.agentpay.twilio.UnacceptedException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The requests to Twilio Sync's REST API that the mirror and the set-up need. Each blocks until
/// there is an answer and never throws.
///
/// The documentation does not say which HTTP status comes with which of Sync's error codes, so we
/// check both.
///
/// @see <a href="https://www.twilio.com/docs/sync/api">Twilio: Sync REST</a>
public final class SyncRest implements SyncWriter, SyncItems {
  /// How long written values are kept: longer than a shift, as in existing servers.
  public static final Duration TTL = Duration.ofHours(12);

  /// The largest value that Sync accepts, in bytes of JSON; a status callback has about 700.
  public static final int MAX_DATA = 16 * 1024;

  /// Most services that are searched for a name; an account has a handful.
  static final int MAX_SERVICES = 1000;

  /// Most maps and most documents that are removed from a service; a shift has some dozens.
  static final int MAX_KEPT = 2000;

  private static final long PAGE = 100;
  private static final int TTL_SECONDS = Math.toIntExact(TTL.toSeconds());

  private static final int NO_SERVICE = 54050;
  private static final Set<Integer> MISSING = Set.of(54100, 54200, 54201);
  private static final Set<Integer> THERE = Set.of(54208, 54301);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TwilioRestClient rest;

  public SyncRest(TwilioRestClient rest) {
    this.rest = rest;
  }

  @Override
  public SyncAnswer write(SyncTarget target, Map<String, String> data) {
    final int bytes = bytes(data);
    if (bytes > MAX_DATA) {
      return new SyncAnswer.Refused(
          "Sync accepts at most %s bytes; got %s".formatted(MAX_DATA, bytes));
    }
    return switch (target) {
      case SyncTarget.MapItem item -> answer(() -> writeItem(item, data));
      case SyncTarget.Document document -> answer(() -> writeDocument(document, data));
    };
  }

  @Override
  public SyncAnswer add(SyncTarget.MapItem item, Map<String, String> data) {
    return answer(
        () -> {
          unless(SyncRest::isMissing, () -> removed(deleteItem(item)), () -> "");
          return createItem(item, data);
        });
  }

  @Override
  public SyncAnswer remove(SyncTarget.MapItem item, Map<String, String> data) {
    return answer(
        () ->
            unless(
                SyncRest::isMissing,
                () -> removed(hasValue(item, data) && deleteItem(item)),
                () -> removed(false)));
  }

  /// Returns the sid of the service with this name; creates it if there is none.
  public SyncAnswer service(String friendlyName) {
    return answer(
        () -> {
          for (Service service :
              Service.reader().setPageSize(PAGE).limit(MAX_SERVICES).read(rest)) {
            if (friendlyName.equals(service.getFriendlyName())) {
              return service.getSid();
            }
          }
          return Service.creator().setFriendlyName(friendlyName).create(rest).getSid();
        });
  }

  /// Returns the sid of the map with this name; creates it if there is none.
  public SyncAnswer map(String service, String uniqueName) {
    final Supplier<String> fetched =
        () -> SyncMap.fetcher(service, Percent.encode(uniqueName)).fetch(rest).getSid();
    return answer(
        () ->
            unless(
                SyncRest::isMissing,
                fetched,
                () -> unless(SyncRest::isThere, () -> createMap(service, uniqueName), fetched)));
  }

  /// Makes Sync call a webhook when a page of the service connects, and when no page of an identity
  /// has been connected for a while.
  ///
  /// @param webhook replaces an earlier address with the same path, for example of another tunnel
  /// @param grace 1 to 30 seconds
  /// @return `Refused` if the service has a webhook of somebody else
  /// @see <a href="https://www.twilio.com/docs/sync/api/service">Twilio: reachability webhooks</a>
  public SyncAnswer reportPresence(String service, URI webhook, Duration grace) {
    return answered(
        () -> {
          final Service now = Service.fetcher(service).fetch(rest);
          final Optional<URI> there =
              Optional.ofNullable(now.getWebhookUrl()).filter(url -> !url.toString().isEmpty());
          if (there.filter(url -> !webhook.getPath().equals(url.getPath())).isPresent()) {
            return new SyncAnswer.Refused("the service has another webhook already");
          }
          Service.updater(service)
              .setWebhookUrl(webhook)
              .setReachabilityWebhooksEnabled(true)
              .setReachabilityDebouncingEnabled(true)
              .setReachabilityDebouncingWindow(Math.toIntExact(grace.toMillis()))
              .update(rest);
          return new SyncAnswer.Written(service);
        });
  }

  /// Removes everything from a service, so that the next agent does not see what the last one's
  /// client left.
  ///
  /// @return `Written` if the service is empty now
  public SyncAnswer empty(String service) {
    return answer(
        () -> {
          for (SyncMap map : SyncMap.reader(service).setPageSize(PAGE).limit(MAX_KEPT).read(rest)) {
            unless(
                SyncRest::isMissing,
                () -> removed(SyncMap.deleter(service, map.getSid()).delete(rest)),
                () -> "");
          }
          for (Document document :
              Document.reader(service).setPageSize(PAGE).limit(MAX_KEPT).read(rest)) {
            unless(
                SyncRest::isMissing,
                () -> removed(Document.deleter(service, document.getSid()).delete(rest)),
                () -> "");
          }
          return service;
        });
  }

  private static String removed(boolean done) {
    return Boolean.toString(done);
  }

  private String writeItem(SyncTarget.MapItem item, Map<String, String> data) {
    return unless(SyncRest::isMissing, () -> updateItem(item, data), () -> createItem(item, data));
  }

  /// Creates the item, and its map if it is missing.
  private String createItem(SyncTarget.MapItem item, Map<String, String> data) {
    return unless(
        SyncRest::isMissing,
        () -> addItem(item, data),
        () -> {
          unless(SyncRest::isThere, () -> createMap(item.service(), item.map()), () -> "");
          return addItem(item, data);
        });
  }

  private boolean hasValue(SyncTarget.MapItem item, Map<String, String> data) {
    return data.equals(
        SyncMapItem.fetcher(item.service(), Percent.encode(item.map()), Percent.encode(item.key()))
            .fetch(rest)
            .getData());
  }

  private boolean deleteItem(SyncTarget.MapItem item) {
    return SyncMapItem.deleter(
            item.service(), Percent.encode(item.map()), Percent.encode(item.key()))
        .delete(rest);
  }

  /// Creates the item, unless another node has created it in the meantime.
  private String addItem(SyncTarget.MapItem item, Map<String, String> data) {
    return unless(
        SyncRest::isThere,
        () ->
            SyncMapItem.creator(item.service(), Percent.encode(item.map()), item.key(), data)
                .setTtl(TTL_SECONDS)
                .create(rest)
                .getKey(),
        () -> unless(SyncRest::isMissing, () -> updateItem(item, data), SyncRest::cameAndWent));
  }

  private String updateItem(SyncTarget.MapItem item, Map<String, String> data) {
    return SyncMapItem.updater(
            item.service(), Percent.encode(item.map()), Percent.encode(item.key()))
        .setData(data)
        .update(rest)
        .getKey();
  }

  private String createMap(String service, String uniqueName) {
    return SyncMap.creator(service).setUniqueName(uniqueName).create(rest).getSid();
  }

  private String writeDocument(SyncTarget.Document document, Map<String, String> data) {
    final Supplier<String> update =
        () ->
            Document.updater(document.service(), Percent.encode(document.name()))
                .setData(data)
                .update(rest)
                .getSid();
    if (document.name().matches("ET[0-9a-fA-F]{32}")) {
      return update.get(); // named by its sid, so it existed once and cannot be created again
    }
    return unless(
        SyncRest::isMissing,
        update,
        () ->
            unless(
                SyncRest::isThere,
                () ->
                    Document.creator(document.service())
                        .setUniqueName(document.name())
                        .setData(data)
                        .setTtl(TTL_SECONDS)
                        .create(rest)
                        .getSid(),
                () -> unless(SyncRest::isMissing, update, SyncRest::cameAndWent)));
  }

  /// Makes a request, and a second one if the first is refused for this reason.
  private static String unless(
      Predicate<Answer.Refused> reason, Supplier<String> first, Supplier<String> second) {
    try {
      return first.get();
    } catch (UnacceptedException e) {
      if (e.answer() instanceof Answer.Refused refused && reason.test(refused)) {
        return second.get();
      }
      throw e;
    }
  }

  private static boolean isMissing(Answer.Refused refused) {
    return refused.code() != NO_SERVICE
        && (refused.httpStatus() == 404 || MISSING.contains(refused.code()));
  }

  private static boolean isThere(Answer.Refused refused) {
    return refused.httpStatus() == 409 || THERE.contains(refused.code());
  }

  /// The agent's page may remove an item at any time.
  private static String cameAndWent() {
    throw new UnacceptedException(
        new Answer.NoAnswer("it was created and removed again in the meantime"));
  }

  private static SyncAnswer answer(Supplier<String> request) {
    return answered(() -> new SyncAnswer.Written(String.valueOf(request.get())));
  }

  private static SyncAnswer answered(Supplier<SyncAnswer> request) {
    try {
      return request.get();
    } catch (UnacceptedException e) {
      return switch (e.answer()) {
        case Answer.Refused refused ->
            new SyncAnswer.Refused(
                "HTTP %s, Twilio's code %s".formatted(refused.httpStatus(), refused.code()));
        case Answer.RateLimited limited ->
            new SyncAnswer.Retry(limited.pause(), "too many requests to Sync");
        default -> new SyncAnswer.Retry(Optional.empty(), e.answer().toString());
      };
    } catch (RuntimeException e) {
      return new SyncAnswer.Retry(
          Optional.empty(), "Sync's answer cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private static int bytes(Map<String, String> data) {
    try {
      return JSON.writeValueAsString(data).getBytes(StandardCharsets.UTF_8).length;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings can always be written as JSON", e);
    }
  }
}
