package dev.agentpay.voice;

import dev.agentpay.events.Schema;
import java.util.List;
import java.util.Map;

/// How what this module keeps is stored: names that never change, since old rows keep them.
public final class VoiceSchema {
  /// Everything of this module that is stored.
  public static final Schema SCHEMA =
      new Schema(List.of(), Map.of("LegCallback", LegCallback.class), List.of(), Map.of());

  private VoiceSchema() {}
}
