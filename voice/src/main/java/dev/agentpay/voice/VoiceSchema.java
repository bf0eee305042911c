package dev.agentpay.voice;

import dev.agentpay.events.Schema;
import java.util.List;
import java.util.Map;

/// Storage schema of this module. Its names never change, because stored rows contain them.
public final class VoiceSchema {
  /// Everything that this module stores.
  public static final Schema SCHEMA =
      new Schema(List.of(), Map.of("LegCallback", LegCallback.class), List.of(), Map.of());

  private VoiceSchema() {}
}
