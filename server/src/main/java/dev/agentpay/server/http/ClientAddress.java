package dev.agentpay.server.http;

import dev.agentpay.server.options.Network;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the IP address that a request comes from. `X-Forwarded-For` counts only when one of the
/// trusted proxies sent it, because anyone else could claim any address.
final class ClientAddress {
  private final List<Network> proxies;

  ClientAddress(Set<String> trustedProxies) {
    proxies = trustedProxies.stream().map(Network::parse).flatMap(Optional::stream).toList();
  }

  /// Returns the last address of the chain that is not one of our proxies.
  String of(Context ctx) {
    final String peer = ctx.req().getRemoteAddr();
    final Optional<String> forwarded = Optional.ofNullable(ctx.header("X-Forwarded-For"));
    if (proxies.isEmpty() || forwarded.isEmpty() || !isProxy(peer)) {
      return peer;
    }
    final String[] hops = forwarded.get().split(",", -1);
    String nearest = peer;
    for (int i = hops.length - 1; i >= 0; i--) {
      final Optional<InetAddress> hop = literal(hops[i].strip());
      if (hop.isEmpty()) {
        return nearest;
      }
      nearest = hop.get().getHostAddress();
      if (!isProxy(nearest)) {
        return nearest;
      }
    }
    return nearest;
  }

  private boolean isProxy(String address) {
    return literal(address)
        .filter(a -> proxies.stream().anyMatch(network -> network.contains(a)))
        .isPresent();
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
