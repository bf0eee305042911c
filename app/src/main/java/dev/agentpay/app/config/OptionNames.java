package dev.agentpay.app.config;

import java.util.Map;
import java.util.Optional;

/// The setting of each option that a module checks. Modules report a problem as `option: text`;
/// operators know settings only.
final class OptionNames {
  private static final Map<String, Key> KEYS =
      Map.ofEntries(
          Map.entry("accountSid", Key.ACCOUNT_SID),
          Map.entry("authToken", Key.AUTH_TOKEN),
          Map.entry("secondaryAuthToken", Key.SECOND_AUTH_TOKEN),
          Map.entry("sharedKeys", Key.SHARED_KEYS),
          Map.entry("apiKey", Key.API_KEY),
          Map.entry("apiSecret", Key.API_SECRET),
          Map.entry("baseUri", Key.BASE_URL),
          Map.entry("region", Key.REGION),
          Map.entry("edge", Key.EDGE),
          Map.entry("connectTimeout", Key.CONNECT_TIMEOUT),
          Map.entry("readTimeout", Key.READ_TIMEOUT),
          Map.entry("publicUrl", Key.PUBLIC_URL),
          Map.entry("host", Key.HOST),
          Map.entry("port", Key.PORT),
          Map.entry("tokenKey", Key.TOKEN_KEY),
          Map.entry("secondTokenKey", Key.SECOND_TOKEN_KEY),
          Map.entry("tokenLifetime", Key.TOKEN_LIFETIME),
          Map.entry("idleAfter", Key.IDLE_SIGN_OUT),
          Map.entry("users", Key.USERS),
          Map.entry("connectors", Key.CONNECTORS),
          Map.entry("defaultConnector", Key.DEFAULT_CONNECTOR),
          Map.entry("defaultCurrency", Key.CURRENCY),
          Map.entry("trustedProxies", Key.TRUSTED_PROXIES),
          Map.entry("allowedOrigins", Key.ALLOWED_ORIGINS),
          Map.entry("desk.frames", Key.FRAMED_BY),
          Map.entry("embed.origins", Key.EMBED_ORIGINS),
          Map.entry("limits.heartbeat", Key.HEARTBEAT),
          Map.entry("payments.inputTimeout", Key.INPUT_TIMEOUT_SECONDS),
          Map.entry("payments.cardTypes", Key.CARD_TYPES),
          Map.entry("payments.typeTwice", Key.TYPE_TWICE),
          Map.entry("routes", Key.ROUTES),
          Map.entry("phones", Key.PHONES),
          Map.entry("callerIds", Key.CALLER_IDS),
          Map.entry("music", Key.MUSIC),
          Map.entry("ringFor", Key.RING_FOR),
          Map.entry("syncServices", Key.SYNC_SERVICES),
          Map.entry("captureOrder", Key.CAPTURE_ORDER),
          Map.entry("assets", Key.ASSETS));

  private OptionNames() {}

  /// Returns the setting of a module's option; empty if no setting changes it.
  static Optional<Key> keyOf(String option) {
    return Optional.ofNullable(KEYS.get(option));
  }
}
