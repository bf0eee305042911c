package dev.agentpay.simulator.sync;

import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.wire.Form;
import dev.agentpay.simulator.wire.JsonText;
import dev.agentpay.simulator.world.WorldContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/// Reads and validates the parameters of Sync requests, within Sync's limits
/// (https://www.twilio.com/docs/sync/limits).
public final class SyncInput {
  /// For one item or document, in bytes of JSON in UTF-8.
  static final int LONGEST_DATA = 16 * 1024;

  static final int LONGEST_NAME = 256;
  static final int LONGEST_FRIENDLY_NAME = 255;

  /// One year, in seconds.
  static final long LONGEST_TTL = 31_536_000;

  private static final Pattern SID = Pattern.compile("[A-Z]{2}[a-f0-9]{32}");

  private final SyncErrors errors;
  private final WorldContext context;

  SyncInput(SyncErrors errors, WorldContext context) {
    this.errors = errors;
    this.context = context;
  }

  static boolean isSid(String text) {
    return SID.matcher(text).matches();
  }

  /// Parses a JSON object; empty if the text is not one.
  public static Optional<Map<String, Object>> object(String json) {
    try {
      return Optional.of(JsonText.map(JsonText.object(json)));
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  /// @param invalid the error code for JSON that is not an object
  public Map<String, Object> data(String json, int invalid) {
    if (json.getBytes(StandardCharsets.UTF_8).length > LONGEST_DATA) {
      throw errors.of(54006, "Request entity too large: Data is longer than 16 KiB");
    }
    final Optional<Map<String, Object>> data = object(json);
    if (data.isEmpty()) {
      throw errors.of(
          JsonText.isJson(json) ? invalid : 54008, "Invalid data: Data must be a JSON object");
    }
    return data.get();
  }

  public String key(Form form) {
    final String key = form.first("Key").orElse("");
    int longest = context.switches().number(Switch.SYNC_LONGEST_KEY);
    if (key.isEmpty() || key.length() > longest) {
      throw errors.of(54209, "Invalid Map Item key: it must have 1 to " + longest + " characters");
    }
    return key;
  }

  /// The unique name; empty if the request has none.
  public String uniqueName(Form form) {
    return uniqueName(form.first("UniqueName"));
  }

  String uniqueName(Optional<String> given) {
    if (given.isPresent()) {
      final String name = given.get();
      if (name.isEmpty() || name.length() > LONGEST_NAME || isSid(name)) {
        throw errors.of(
            54302, "Invalid unique name: it must have 1 to 256 characters and not look like a sid");
      }
    }
    return given.orElse("");
  }

  /// The time to live in seconds; 0 means that it never expires.
  ///
  /// @param names the parameter and its aliases; the first one present is used
  public OptionalLong ttl(Form form, String... names) {
    for (String name : names) {
      final Optional<String> given = form.given(name);
      if (given.isPresent()) {
        return OptionalLong.of(ttl(given.get()));
      }
    }
    return OptionalLong.empty();
  }

  private long ttl(String text) {
    try {
      long seconds = Long.parseLong(text);
      if (seconds >= 0 && seconds <= LONGEST_TTL) {
        return seconds;
      }
    } catch (NumberFormatException _) {
      // Reported below.
    }
    throw errors.of(54011, "Invalid TTL: it must be from 0 to " + LONGEST_TTL + " seconds");
  }

  public String friendlyName(String name) {
    if (name.isEmpty() || name.length() > LONGEST_FRIENDLY_NAME) {
      throw errors.of(54053, "Invalid friendly name: it must have 1 to 255 characters");
    }
    return name;
  }
}
