package dev.agentpay.app.config;

import java.net.URI;

/// The URL of the connector's ledger, and its user name and password. `toString` does not show the
/// password.
public record LedgerAddress(URI address, String user, String password) {
  @Override
  public String toString() {
    return address.toString();
  }
}
