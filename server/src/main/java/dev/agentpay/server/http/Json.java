package dev.agentpay.server.http;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Parses JSON request bodies, with limits on depth and length.
public final class Json {
  /// A start request has three levels.
  static final int MAX_DEPTH = 8;

  /// Longer than every text field allows, so that a field that is too long is reported by name.
  public static final int MAX_STRING = 8 * 1024;

  /// The longest number that we accept is a port.
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

  /// Parses one JSON document.
  ///
  /// @throws JacksonException if it is malformed or exceeds a limit
  public static JsonNode read(byte[] text) {
    return MAPPER.readTree(text);
  }
}
