package dev.agentpay.client.model;

import java.util.Locale;

/// How constants are spelt on the wire: lower case, words joined by hyphens.
public final class Names {
  private Names() {}

  public static String wire(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The constant of that name; `unknown` for a name that a newer server may use.
  public static <E extends Enum<E>> E read(Class<E> type, String name, E unknown) {
    for (E constant : type.getEnumConstants()) {
      if (wire(constant).equals(name)) {
        return constant;
      }
    }
    return unknown;
  }
}
