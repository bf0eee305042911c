package dev.agentpay.server.options;

import java.net.InetAddress;
import java.util.Optional;

/// A range of IP addresses, such as `10.0.0.0/8`, or a single address.
public final class Network {
  private final byte[] base;
  private final int prefix;

  private Network(byte[] base, int prefix) {
    this.base = base;
    this.prefix = prefix;
  }

  public static Optional<Network> parse(String text) {
    final int slash = text.indexOf('/');
    try {
      final byte[] base =
          InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
      final int bits = base.length * Byte.SIZE;
      final int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
      return prefix < 0 || prefix > bits
          ? Optional.empty()
          : Optional.of(new Network(base, prefix));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  public boolean contains(InetAddress address) {
    final byte[] other = address.getAddress();
    if (other.length != base.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      final int mask = 0x80 >> (bit % Byte.SIZE);
      if ((other[bit / Byte.SIZE] & mask) != (base[bit / Byte.SIZE] & mask)) {
        return false;
      }
    }
    return true;
  }
}
