package dev.agentpay.simulator.pay;

import dev.agentpay.simulator.options.Choices.CallbackUrl;

/// The StatusCallback URLs of one payment. Every create and update has one. Twilio has not
/// published which of them receives a later callback.
final class CallbackUrls {
  private final String create;
  private String latestUpdate;
  private String causingUpdate;

  CallbackUrls(String create) {
    this.create = create;
    latestUpdate = create;
    causingUpdate = create;
  }

  /// Records the URL of an accepted update, also of a repeated one without effect.
  void updatedWith(String url) {
    latestUpdate = url;
  }

  /// Records the URL of the update that causes the next callbacks.
  void causedBy(String url) {
    causingUpdate = url;
  }

  /// @param causedByUpdate false for a callback that the customer caused while no field was being
  ///   captured
  String pick(CallbackUrl which, boolean causedByUpdate) {
    return switch (which) {
      case CREATE -> create;
      case LATEST_UPDATE -> latestUpdate;
      case CAUSING_UPDATE -> causedByUpdate ? causingUpdate : create;
    };
  }
}
