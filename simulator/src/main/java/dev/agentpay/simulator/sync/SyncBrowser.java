package dev.agentpay.simulator.sync;

import dev.agentpay.simulator.wire.JsonText;
import dev.agentpay.simulator.wire.OrderedMap;
import dev.agentpay.simulator.wire.TwilioError;
import dev.agentpay.simulator.world.AccountLock;
import dev.agentpay.simulator.world.ChangeNotifier;
import dev.agentpay.simulator.world.ControlRefused;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// What a page does with Twilio's Sync SDK, without Twilio's SDK: watch a service, remove an item,
/// open a document. An access token says who it is; the control interface's refusals are its
/// errors.
public final class SyncBrowser {

  /// An open watch.
  ///
  /// @param bearer of its token
  public record ActiveWatch(SyncTokens.Bearer bearer, ChangeNotifier.Subscription subscription) {}

  /// A document that was opened.
  ///
  /// @param isNew whether it was not there before
  public record OpenedDocument(boolean isNew, Map<String, Object> document) {}

  private final AccountLock lock;
  private final InstantSource clock;
  private final SyncTokens tokens;
  private final SyncSubscriptions subscriptions;
  private final Supplier<SyncStore> store;

  /// @param store the present world's
  public SyncBrowser(
      AccountLock lock,
      InstantSource clock,
      SyncTokens tokens,
      SyncSubscriptions subscriptions,
      Supplier<SyncStore> store) {
    this.lock = lock;
    this.clock = clock;
    this.tokens = tokens;
    this.subscriptions = subscriptions;
    this.store = store;
  }

  /// Shows `watcher` every change in the service from now on.
  public ActiveWatch watch(String sid, String authorization, SyncSubscriptions.Watcher watcher) {
    return lock.withLock(
        () -> {
          var bearer = tokens.check(authorization, sid, clock.instant());
          var service = service(sid);
          subscriptions.subscribe(service.sid(), watcher);
          return new ActiveWatch(bearer, () -> lock.withLock(() -> subscriptions.unsubscribe(service.sid(), watcher)));
        });
  }

  public void removeItem(String sid, String authorization, String map, String key) {
    lock.withLock(
        () -> {
          tokens.check(authorization, sid, clock.instant());
          var service = service(sid);
          try {
            var found = store.get().find(service, SyncService.Kind.MAP, map);
            var item = store.get().item(found, key);
            store.get().deleteItem(service, found, item, Optional.empty());
          } catch (TwilioError e) {
            throw refused(e);
          }
        });
  }

  /// Opens the document of that name, or makes it of `data` when there is none.
  public OpenedDocument document(String sid, String authorization, String name, Map<String, Object> data) {
    return lock.withLock(
        () -> {
          var bearer = tokens.check(authorization, sid, clock.instant());
          var service = service(sid);
          try {
            var there = store.get().named(service, SyncService.Kind.DOCUMENT, name);
            var document = there.orElseGet(() -> create(service, name, data, bearer.identity()));
            return new OpenedDocument(
                there.isEmpty(),
                OrderedMap.of(
                    "uniqueName", document.name(),
                    "sid", document.sid(),
                    "revision", document.revision(),
                    "data", document.data()));
          } catch (TwilioError e) {
            throw refused(e);
          }
        });
  }

  private SyncEntry create(
      SyncService service, String name, Map<String, Object> data, String identity) {
    var input = store.get().input();
    return store
        .get()
        .create(
            service,
            SyncService.Kind.DOCUMENT,
            input.uniqueName(Optional.of(name)),
            input.data(JsonText.write(data), 54101),
            OptionalLong.empty(),
            identity);
  }

  private SyncService service(String sid) {
    try {
      var service = store.get().service(sid);
      if (Boolean.TRUE.equals(service.settings().get("acl_enabled"))) {
        throw new TwilioError(403, 54007, "nobody has permissions here: ACLs are not simulated");
      }
      return service;
    } catch (TwilioError e) {
      throw refused(e);
    }
  }

  private static ControlRefused refused(TwilioError e) {
    return new ControlRefused(e.status(), "sync-" + e.code(), String.valueOf(e.getMessage()));
  }
}
