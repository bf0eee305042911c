package dev.agentpay.server.http;

import dev.agentpay.server.options.ForwardedHeader;
import dev.agentpay.server.options.Network;
import dev.agentpay.server.options.TrustedProxies;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Finds the IP address that a request comes from. The forwarding header counts only when one of
/// the trusted proxies sent it, because anyone else could claim any address. All lines of the
/// header count, in their order: a proxy may add a line of its own after the client's.
final class ClientAddress {
  private final List<Network> proxies;
  private final ForwardedHeader header;

  ClientAddress(TrustedProxies trusted) {
    proxies = trusted.networks().stream().map(Network::parse).flatMap(Optional::stream).toList();
    header = trusted.header();
  }

  /// Returns the last address of the chain that is not one of our proxies.
  String of(Context ctx) {
    final String peer = ctx.req().getRemoteAddr();
    if (proxies.isEmpty() || !isProxy(peer)) {
      return peer;
    }
    return nearest(peer, Collections.list(ctx.req().getHeaders(header.headerName())));
  }

  private String nearest(String peer, List<String> lines) {
    String nearest = peer;
    for (String hop : header.hops(lines).reversed()) {
      final Optional<InetAddress> address = literal(hop);
      if (address.isEmpty()) {
        return nearest;
      }
      nearest = address.get().getHostAddress();
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
