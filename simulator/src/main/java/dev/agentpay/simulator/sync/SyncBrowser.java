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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// The operations of a page with Twilio's Sync SDK: subscribe to a service, remove an item, open a
/// document. Each call has an access token, which is checked first. Errors are [ControlRefused], as
/// in the control API.
public final class SyncBrowser {

  /// An active subscription.
  ///
  /// @param bearer the identity and expiry in its token
  public record ActiveSubscription(
      SyncTokens.Bearer bearer, ChangeNotifier.Subscription subscription) {}

  /// The result of opening a document.
  ///
  /// @param isNew whether it was created
  public record OpenedDocument(boolean isNew, Map<String, Object> document) {}

  private final AccountLock lock;
  private final InstantSource clock;
  private final SyncTokens tokens;
  private final SyncSubscriptions subscriptions;
  private final Supplier<SyncStore> store;

  /// @param store supplies the store of the current world
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

  /// Sends every further change in the service to `watcher`.
  public ActiveSubscription watch(
      String sid, String authorization, SyncSubscriptions.Watcher watcher) {
    return lock.withLock(
        () -> {
          final SyncTokens.Bearer bearer = tokens.check(authorization, sid, clock.instant());
          final SyncService service = service(sid);
          subscriptions.subscribe(service.sid(), watcher);
          store.get().presence().connected(service, bearer.identity());
          final AtomicBoolean open = new AtomicBoolean(true);
          return new ActiveSubscription(
              bearer,
              () -> {
                if (open.compareAndSet(true, false)) {
                  lock.withLock(() -> leave(service, bearer.identity(), watcher));
                }
              });
        });
  }

  private void leave(SyncService service, String identity, SyncSubscriptions.Watcher watcher) {
    subscriptions.unsubscribe(service.sid(), watcher);
    store.get().presence().disconnected(service, identity);
  }

  public void removeItem(String sid, String authorization, String map, String key) {
    lock.withLock(
        () -> {
          tokens.check(authorization, sid, clock.instant());
          final SyncService service = service(sid);
          try {
            final SyncEntry found = store.get().find(service, SyncService.Kind.MAP, map);
            final SyncEntry item = store.get().item(found, key);
            store.get().deleteItem(service, found, item, Optional.empty());
          } catch (TwilioError e) {
            throw refused(e);
          }
        });
  }

  /// Opens the document with this name. Creates it with `data` if it does not exist.
  public OpenedDocument document(
      String sid, String authorization, String name, Map<String, Object> data) {
    return lock.withLock(
        () -> {
          final SyncTokens.Bearer bearer = tokens.check(authorization, sid, clock.instant());
          final SyncService service = service(sid);
          try {
            final Optional<SyncEntry> there =
                store.get().named(service, SyncService.Kind.DOCUMENT, name);
            final SyncEntry document =
                there.orElseGet(() -> create(service, name, data, bearer.identity()));
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
    final SyncInput input = store.get().input();
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
      final SyncService service = store.get().service(sid);
      if (Boolean.TRUE.equals(service.settings().get("acl_enabled"))) {
        throw new TwilioError(
            403, 54007, "access denied: the service has ACLs, which are not simulated");
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
