package dev.agentpay.client.http;

import dev.agentpay.client.model.NoTokenException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The token that a client sends: a fixed one, or one that is renewed when the server refuses it.
/// Thread-safe.
public final class BearerToken {
  private static final String FORMAT = "[A-Za-z0-9._~+/=-]+";

  private final Supplier<String> source;
  private final boolean renewable;
  private final ReentrantLock lock = new ReentrantLock();

  /// Empty before the first token.
  private String value;

  private BearerToken(Supplier<String> source, boolean renewable, String value) {
    this.source = source;
    this.renewable = renewable;
    this.value = value;
  }

  /// A token that cannot be renewed.
  ///
  /// @throws IllegalArgumentException if the token contains an invalid character
  public static BearerToken fixed(String token) {
    final String checked = checked(token);
    return new BearerToken(() -> checked, false, checked);
  }

  /// A token of a source, which is asked before the first request and whenever the server refuses
  /// the last token.
  public static BearerToken from(Supplier<String> source) {
    return new BearerToken(source, true, "");
  }

  /// The token to send now.
  ///
  /// @throws NoTokenException if the source fails
  public String current() {
    lock.lock();
    try {
      if (value.isEmpty()) {
        ask();
      }
      return value;
    } finally {
      lock.unlock();
    }
  }

  /// Asks for another token than the refused one. Requests that are refused at the same time share
  /// one renewal.
  ///
  /// @return whether there is another token, so that the request is worth repeating
  /// @throws NoTokenException if the source fails
  public boolean renew(String refused) {
    if (!renewable) {
      return false;
    }
    lock.lock();
    try {
      if (value.equals(refused)) {
        ask();
      }
      return !value.equals(refused);
    } finally {
      lock.unlock();
    }
  }

  private void ask() {
    if (lock.getHoldCount() > 1) {
      throw new IllegalStateException("a token source must not use the client that asks it");
    }
    try {
      value = checked(Objects.requireNonNull(source.get(), "it returned null"));
    } catch (RuntimeException e) {
      throw new NoTokenException(e);
    }
  }

  /// Checked here, because the JDK's own error message would quote the token.
  private static String checked(String token) {
    if (!token.matches(FORMAT)) {
      throw new IllegalArgumentException("a token may contain only letters, digits and ._~+/=-");
    }
    return token;
  }
}
