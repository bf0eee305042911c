package dev.agentpay.auth;

import java.util.regex.Pattern;

/// Identifies a service key: the middle part of `apk_<id>_<secret>`. Not a secret.
public record ServiceKeyId(String value) {
  private static final Pattern FORMAT = Pattern.compile("[0-9a-f]{12}");

  public ServiceKeyId {
    if (!FORMAT.matcher(value).matches()) {
      throw new IllegalArgumentException("the id of a service key must have 12 hex digits");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
