package dev.agentpay.twilio.sync;

/// Something in Twilio Sync that has one value: an item of a map, or a document.
public sealed interface SyncTarget {
  /// The longest key or unique name that Sync takes.
  int MAX_NAME = 320;

  /// The Sync service, `IS` and 32 hexadecimal digits.
  String service();

  /// An item of a map; both are made when they are not there.
  ///
  /// @param map its unique name, or `MP…`
  /// @param key at most [#MAX_NAME] characters
  /// @throws IllegalArgumentException on a service or name that is none
  record MapItem(String service, String map, String key) implements SyncTarget {
    public MapItem {
      requireService(service);
      requireName("map", map);
      requireName("key", key);
    }
  }

  /// A document; it is made when it is not there and has a name.
  ///
  /// @param name its unique name, or `ET…`
  /// @throws IllegalArgumentException on a service or name that is none
  record Document(String service, String name) implements SyncTarget {
    public Document {
      requireService(service);
      requireName("name", name);
    }
  }

  private static void requireService(String sid) {
    if (!sid.matches("IS[0-9a-fA-F]{32}")) {
      throw new IllegalArgumentException("a Sync service's sid is IS and 32 hex digits");
    }
  }

  private static void requireName(String what, String name) {
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException("%s has 1 to %d characters".formatted(what, MAX_NAME));
    }
    // A path of dots would be another path by the time it gets there.
    if (name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException(what + " is no path");
    }
  }
}
