package dev.agentpay.app.tls;

import java.net.InetAddress;

/// Tells which addresses other machines can reach.
public final class Listening {
  private Listening() {}

  /// Whether only this machine can connect to a server that listens at the address. Another name
  /// than `localhost` may belong to any address.
  public static boolean isOnlyLocal(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
