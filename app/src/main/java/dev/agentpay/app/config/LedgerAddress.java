package dev.agentpay.app.config;

import java.net.URI;

/// Where the connector's ledger answers, and the user and password it requires.
public record LedgerAddress(URI address, String user, String password) {
  @Override
  public String toString() {
    return address.toString();
  }
}
