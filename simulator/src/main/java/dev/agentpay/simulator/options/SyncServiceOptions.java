package dev.agentpay.simulator.options;

import java.util.List;
import java.util.regex.Pattern;

/// A Sync service that exists from the start.
public record SyncServiceOptions(String sid, String friendlyName) {
  private static final Pattern SID = Pattern.compile("IS[0-9a-fA-F]{32}");

  List<String> problems() {
    return SID.matcher(sid).matches()
        ? List.of()
        : List.of("Sync service sid must be IS and 32 hexadecimal digits; got \"" + sid + "\"");
  }
}
