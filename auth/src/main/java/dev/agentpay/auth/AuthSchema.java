package dev.agentpay.auth;

import dev.agentpay.events.AggregateType;
import dev.agentpay.events.IndexColumns;
import dev.agentpay.events.Schema;
import dev.agentpay.events.TextType;
import java.util.List;
import java.util.Map;

/// The stored types of this module. Their names must never change, because existing rows contain
/// them.
public final class AuthSchema {
  /// A sign-in that ended before its token expired.
  static final AggregateType<EndedSignIn> SIGN_IN =
      new AggregateType<>(
          "SIGN_IN",
          EndedSignIn.class,
          Map.of("SignInEnded", SignInEvent.SignInEnded.class),
          EndedSignIn::evolve,
          ended -> IndexColumns.of("ENDED", false, ended.tokenEnd()),
          List.of());

  /// A key with which an integrator's back end calls the API.
  static final AggregateType<ServiceKey> SERVICE_KEY =
      new AggregateType<>(
          "SERVICE_KEY",
          ServiceKey.class,
          Map.of(
              "ServiceKeyCreated", ServiceKeyEvent.ServiceKeyCreated.class,
              "ServiceKeyRotated", ServiceKeyEvent.ServiceKeyRotated.class,
              "OldSecretRevoked", ServiceKeyEvent.OldSecretRevoked.class,
              "ServiceKeyRevoked", ServiceKeyEvent.ServiceKeyRevoked.class,
              "ServiceKeyUsed", ServiceKeyEvent.ServiceKeyUsed.class),
          ServiceKey::evolve,
          key ->
              IndexColumns.of(
                  key.revoked() ? "REVOKED" : "USABLE", !key.revoked(), key.createdAt()),
          List.of());

  /// All stored types of this module.
  public static final Schema SCHEMA =
      new Schema(
          List.of(SIGN_IN, SERVICE_KEY),
          Map.of(),
          List.of(
              new TextType<>(SignInId.class, SignInId::value, SignInId::new),
              new TextType<>(ServiceKeyId.class, ServiceKeyId::value, ServiceKeyId::new)),
          Map.of());

  private AuthSchema() {}
}
