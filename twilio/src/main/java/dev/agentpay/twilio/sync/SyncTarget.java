package dev.agentpay.twilio.sync;

/// A place in Twilio Sync that holds one value: an item of a map, or a document.
public sealed interface SyncTarget {
  /// The longest key or unique name that Sync accepts, in characters.
  int MAX_NAME = 320;

  /// The Sync service, `IS` and 32 hexadecimal digits.
  String service();

  /// An item of a map. Item and map are created if they do not exist.
  ///
  /// @param map its unique name, or `MP…`
  /// @param key at most [#MAX_NAME] characters
  /// @throws IllegalArgumentException if the service or the name is malformed
  record MapItem(String service, String map, String key) implements SyncTarget {
    public MapItem {
      requireService(service);
      requireName("map", map);
      requireName("key", key);
    }
  }

  /// A document. It is created if it does not exist and is named by its unique name.
  ///
  /// @param name its unique name, or `ET…`
  /// @throws IllegalArgumentException if the service or the name is malformed
  record Document(String service, String name) implements SyncTarget {
    public Document {
      requireService(service);
      requireName("name", name);
    }
  }

  private static void requireService(String sid) {
    if (!sid.matches("IS[0-9a-fA-F]{32}")) {
      throw new IllegalArgumentException("a Sync service's sid must be IS and 32 hex digits");
    }
  }

  private static void requireName(String what, String name) {
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "%s must have 1 to %d characters".formatted(what, MAX_NAME));
    }
    // Such a path segment would be resolved away on the way to Sync.
    if (name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException(what + " must not be . or ..");
    }
  }
}
