package dev.agentpay.server.api;

import dev.agentpay.auth.KeyScope;
import dev.agentpay.auth.ServiceKey;
import dev.agentpay.auth.ServiceKeyId;
import dev.agentpay.auth.ServiceKeys;
import dev.agentpay.events.Query.Page;
import dev.agentpay.events.Query.Position;
import dev.agentpay.server.http.Authenticator;
import dev.agentpay.server.http.JsonFields;
import dev.agentpay.server.http.Paging;
import dev.agentpay.server.http.ProblemException;
import dev.agentpay.server.http.ProblemType;
import dev.agentpay.server.http.Query;
import dev.agentpay.server.http.Requests;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// API routes for service keys. Supervisors create, rotate and revoke them. A secret is in the
/// answer that creates it and nowhere else.
public final class ServiceKeyRoutes {
  private static final Logger LOG = LoggerFactory.getLogger("dev.agentpay.audit");

  private final ServiceKeys keys;
  private final InstantSource clock;
  private final Requests requests;

  /// @param state `valid`, `expired` or `revoked`
  /// @param lastUsed the start of the day (UTC) on which it was last used
  /// @param oldSecret whether a secret from before the last rotation is still valid
  /// @param oldSecretUntil when that one is refused by itself
  /// @param secret the whole key; only in the answer that creates it
  private record KeyView(
      String id,
      String name,
      List<String> scopes,
      String state,
      Instant createdAt,
      Optional<Instant> expiresAt,
      Optional<Instant> lastUsed,
      boolean oldSecret,
      Optional<Instant> oldSecretUntil,
      Optional<String> secret) {
    static KeyView of(ServiceKey key, Optional<String> secret, Instant now) {
      final Optional<ServiceKey.OldSecret> old = key.oldSecret(now);
      return new KeyView(
          key.id().value(),
          key.name(),
          key.scopes().stream().map(KeyScope::wire).toList(),
          key.isValid(now) ? "valid" : key.revoked() ? "revoked" : "expired",
          key.createdAt(),
          key.expiresAt(),
          key.lastUsed(),
          old.isPresent(),
          old.flatMap(ServiceKey.OldSecret::until),
          secret);
    }

    @Override
    public String toString() {
      return "KeyView[" + id + "]";
    }
  }

  private record KeysView(List<KeyView> serviceKeys, Optional<String> next) {}

  public ServiceKeyRoutes(ServiceKeys keys, InstantSource clock, Requests requests) {
    this.keys = keys;
    this.clock = clock;
    this.requests = requests;
  }

  public void list(Context ctx) {
    final Query query = Query.of(ctx, Set.of(Paging.LIMIT, Paging.CURSOR));
    final Paging<Position> paging =
        Paging.of(ctx, query, Paging.STREAM, ServiceKeys.MAX_KEYS, ServiceKeys.MAX_KEYS);
    query.done();
    final Instant now = clock.instant();
    final Page<ServiceKey> page = keys.page(paging.after(), paging.limit());
    requests.answer(
        ctx,
        new KeysView(
            page.items().stream().map(key -> KeyView.of(key, Optional.empty(), now)).toList(),
            paging.next(page.next())));
  }

  public void create(Context ctx) throws IOException {
    final JsonFields fields = JsonFields.read(requests.json(ctx));
    fields.needed("name", ServiceKeys.MAX_NAME);
    final String name = fields.words("name", ServiceKeys.MAX_NAME).orElse("");
    final List<KeyScope> scopes =
        fields.listOf("scopes", KeyScope.byName()).orElse(List.of(KeyScope.TOKENS));
    final int days = fields.number("expiresInDays", 0, 1, (int) ServiceKeys.MAX_DURATION.toDays());
    if (fields.isFine() && name.isBlank()) {
      fields.refuse("name", "is required: say which system uses the key");
    }
    if (fields.isFine() && scopes.isEmpty()) {
      fields.refuse("scopes", "must name at least one scope");
    }
    fields.done();
    final Optional<Duration> life = Optional.of(Duration.ofDays(days)).filter(d -> !d.isZero());
    final ServiceKeys.Issued issued;
    try {
      issued =
          keys.create(name, List.copyOf(new LinkedHashSet<>(scopes)), life, requests.origin(ctx));
    } catch (ServiceKeys.NotNowException e) {
      throw notNow(e);
    }
    log(ctx, "created", issued.key());
    ctx.status(201);
    answer(ctx, issued.key(), Optional.of(issued.text()));
  }

  /// Adds a second secret, valid beside the first.
  public void rotate(Context ctx) throws IOException {
    final JsonFields fields = JsonFields.read(requests.json(ctx));
    final int minutes =
        fields.number("oldSecretMinutes", 0, 1, (int) ServiceKeys.MAX_DURATION.toMinutes());
    fields.done();
    final Optional<Duration> oldFor =
        Optional.of(Duration.ofMinutes(minutes)).filter(d -> !d.isZero());
    final ServiceKeys.Issued issued;
    try {
      issued =
          keys.rotate(id(ctx), oldFor, requests.origin(ctx)).orElseThrow(ServiceKeyRoutes::unknown);
    } catch (ServiceKeys.NotNowException e) {
      throw notNow(e);
    }
    log(ctx, "rotated", issued.key());
    answer(ctx, issued.key(), Optional.of(issued.text()));
  }

  /// Revokes the key, or on request only its old secret.
  public void revoke(Context ctx) throws IOException {
    final JsonFields fields = JsonFields.read(requests.json(ctx));
    final boolean oldOnly = fields.flag("oldSecretOnly");
    fields.done();
    final ServiceKeyId id = id(ctx);
    final ServiceKey key =
        (oldOnly ? keys.revokeOld(id, requests.origin(ctx)) : keys.revoke(id, requests.origin(ctx)))
            .orElseThrow(ServiceKeyRoutes::unknown);
    log(ctx, oldOnly ? "old-secret-revoked" : "revoked", key);
    answer(ctx, key, Optional.empty());
  }

  private static void log(Context ctx, String what, ServiceKey key) {
    LOG.info("service-key {} key={} user={}", what, key.id(), Authenticator.caller(ctx).name());
  }

  private void answer(Context ctx, ServiceKey key, Optional<String> secret) {
    requests.answer(ctx, KeyView.of(key, secret, clock.instant()));
  }

  private static ServiceKeyId id(Context ctx) {
    try {
      return new ServiceKeyId(ctx.pathParam("id"));
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
  }

  private static ProblemException unknown() {
    return new ProblemException(ProblemType.NOT_FOUND, "there is no such service key");
  }

  private static ProblemException notNow(ServiceKeys.NotNowException refused) {
    return new ProblemException(ProblemType.NOT_NOW, String.valueOf(refused.getMessage()));
  }
}
