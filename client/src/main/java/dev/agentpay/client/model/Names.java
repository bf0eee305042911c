package dev.agentpay.client.model;

import java.util.Locale;

/// Conversion of enum constants to API names: lower case, words joined by hyphens.
public final class Names {
  private Names() {}

  public static String wire(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The constant with this API name, or `unknown` if a newer server uses a name that does not
  /// exist here.
  public static <E extends Enum<E>> E read(Class<E> type, String name, E unknown) {
    for (E constant : type.getEnumConstants()) {
      if (wire(constant).equals(name)) {
        return constant;
      }
    }
    return unknown;
  }
}
