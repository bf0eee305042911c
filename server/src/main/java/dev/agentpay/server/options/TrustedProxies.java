package dev.agentpay.server.options;

import java.util.Set;

/// The proxies in front of the server, and how they name the client.
///
/// @param networks addresses or networks (`10.0.0.0/8`) whose header is trusted
/// @param header the header that each of them sets
public record TrustedProxies(Set<String> networks, ForwardedHeader header) {
  /// No proxy is trusted.
  public static final TrustedProxies NONE = of(Set.of());

  public TrustedProxies {
    networks = Set.copyOf(networks);
  }

  /// Trusts the `X-Forwarded-For` of these addresses or networks.
  public static TrustedProxies of(Set<String> networks) {
    return new TrustedProxies(networks, ForwardedHeader.X_FORWARDED_FOR);
  }
}
