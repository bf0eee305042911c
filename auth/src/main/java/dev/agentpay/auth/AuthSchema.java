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

  /// All stored types of this module.
  public static final Schema SCHEMA =
      new Schema(
          List.of(SIGN_IN),
          Map.of(),
          List.of(new TextType<>(SignInId.class, SignInId::value, SignInId::new)),
          Map.of());

  private AuthSchema() {}
}
