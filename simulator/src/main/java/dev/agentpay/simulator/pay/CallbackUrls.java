package dev.agentpay.simulator.pay;

import dev.agentpay.simulator.options.Choices.CallbackUrl;

/// The StatusCallback URLs of one payment. Every create and update brings one; which of them a
/// later callback goes to is not published.
final class CallbackUrls {
  private final String create;
  private String latestUpdate;
  private String causingUpdate;

  CallbackUrls(String create) {
    this.create = create;
    latestUpdate = create;
    causingUpdate = create;
  }

  /// An update was accepted, also one that does nothing because it was sent before.
  void updatedWith(String url) {
    latestUpdate = url;
  }

  /// What follows is caused by this update.
  void causedBy(String url) {
    causingUpdate = url;
  }

  /// @param causedByUpdate false for what the customer did while no field was asked for
  String pick(CallbackUrl which, boolean causedByUpdate) {
    return switch (which) {
      case CREATE -> create;
      case LATEST_UPDATE -> latestUpdate;
      case CAUSING_UPDATE -> causedByUpdate ? causingUpdate : create;
    };
  }
}
