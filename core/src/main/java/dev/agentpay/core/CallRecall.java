package dev.agentpay.core;

/// Has a call that hears music ask at once what to do, and not when the piece is over. It asks as a
/// recalled one, so that whatever it breaks off by then is taken up again. Blocks; throws nothing:
/// a call that cannot be told asks by itself, later.
public interface CallRecall {
  /// Twilio is told; its question comes as a webhook.
  void recall(CallSid call);
}
