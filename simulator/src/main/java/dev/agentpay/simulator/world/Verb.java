package dev.agentpay.simulator.world;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// One instruction of a TwiML document (https://www.twilio.com/docs/voice/twiml): what a contact
/// centre emits.
public sealed interface Verb {

  /// Connects the caller to whichever of `parties` answers first.
  ///
  /// @param action asked for TwiML when the dialled leg has ended; empty goes on with the next verb
  /// @param timeoutSeconds how long the parties ring
  /// @param referUrl asked for TwiML when a SIP party sends a REFER; empty when it may not
  record Dial(
      String action,
      String method,
      int timeoutSeconds,
      String callerId,
      boolean answerOnBridge,
      String referUrl,
      String referMethod,
      List<Party> parties)
      implements Verb {
    public Dial {
      parties = List.copyOf(parties);
    }
  }

  /// Somebody to dial: `<Client>`, `<Number>` or `<Sip>`.
  ///
  /// @param address as in a leg's To: `client:alice`, `+15550123`, `sip:desk@pbx.example`
  /// @param parameters handed to a client's app
  record Party(
      Leg.Kind kind,
      String address,
      Map<String, String> parameters,
      String statusCallback,
      String statusCallbackMethod,
      Set<String> statusCallbackEvents) {
    public Party {
      parameters = Map.copyOf(parameters);
      statusCallbackEvents = Set.copyOf(statusCallbackEvents);
    }
  }

  record Say(String text) implements Verb {}

  /// @param address of the recording, as written
  record Play(String address) implements Verb {}

  record Pause(int seconds) implements Verb {}

  /// Ends an unanswered call as `busy` or `no-answer`.
  record Reject(boolean busy) implements Verb {}

  record Hangup() implements Verb {}

  record Redirect(String url, String method) implements Verb {}
}
