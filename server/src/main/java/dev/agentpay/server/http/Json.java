package dev.agentpay.server.http;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the JSON that the API takes, and nothing deeper or longer than a request of ours needs.
public final class Json {
  /// A start request is three levels deep.
  static final int MAX_DEPTH = 8;

  /// Longer than any text that is taken, so that a too long one is named instead of cut off.
  public static final int MAX_STRING = 8 * 1024;

  /// No number has more than the digits of a port.
  static final int MAX_NUMBER = 20;

  static final int MAX_NAME = 128;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_STRING)
                          .maxNumberLength(MAX_NUMBER)
                          .maxNameLength(MAX_NAME)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  private Json() {}

  /// Reads one JSON text.
  ///
  /// @throws JacksonException when it is malformed, or deeper or longer than the bounds
  public static JsonNode read(byte[] text) {
    return MAPPER.readTree(text);
  }
}
