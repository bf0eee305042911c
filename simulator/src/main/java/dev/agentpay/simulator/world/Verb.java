package dev.agentpay.simulator.world;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// One verb of a TwiML document (https://www.twilio.com/docs/voice/twiml): those that contact
/// centres use.
public sealed interface Verb {

  /// Connects the caller to the first of `parties` that answers.
  ///
  /// @param action URL that returns more TwiML when the dialled leg has ended; if empty, the next
  ///   verb follows
  /// @param timeoutSeconds how long the parties ring
  /// @param referUrl URL that returns TwiML when a SIP party sends a REFER; if empty, a REFER is
  ///   refused
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

  /// A party to dial: `<Client>`, `<Number>` or `<Sip>`.
  ///
  /// @param address in the format of a leg's To: `client:alice`, `+15550123`,
  ///   `sip:desk@pbx.example`
  /// @param parameters passed to a client's app
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

  /// @param address URL of the recording, as written in the document
  record Play(String address) implements Verb {}

  record Pause(int seconds) implements Verb {}

  /// Ends an unanswered call as `busy` or `no-answer`.
  record Reject(boolean busy) implements Verb {}

  record Hangup() implements Verb {}

  record Redirect(String url, String method) implements Verb {}
}
