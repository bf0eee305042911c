package dev.agentpay.simulator.world;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// The audio that the person at the end of a leg hears.
///
/// @param text the spoken words or the URL of the recording; empty otherwise
public record LineAudio(Kind kind, String text) {

  /// The kind of audio. JSON has its name in lower case.
  public enum Kind {
    /// The caller hears the other telephone ring; the dialled party hears their own.
    RINGING,
    /// A Twilio voice speaks `text`.
    SPEECH,
    /// The recording at the URL `text` is played.
    SOUND,
    /// Two people are connected.
    TALKING,
    /// Silence. For an agent, also while the customer enters a field: Twilio suppresses the key
    /// tones.
    SILENCE,
    /// The busy tone.
    BUSY,
    /// The call has ended.
    ENDED;

    @JsonValue
    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static LineAudio only(Kind kind) {
    return new LineAudio(kind, "");
  }

  /// The audio on a leg with the given status.
  ///
  /// @param peer whether another leg is connected to this one
  /// @param peerTypes whether the other party is entering a field of a payment
  /// @param document the audio of the leg's TwiML, used if there is no peer
  public static LineAudio on(
      Leg.Status status, boolean peer, boolean peerTypes, LineAudio document) {
    return switch (status) {
      case QUEUED, INITIATED -> only(Kind.SILENCE);
      case RINGING -> only(Kind.RINGING);
      case IN_PROGRESS -> {
        if (!peer) {
          yield document;
        }
        yield only(peerTypes ? Kind.SILENCE : Kind.TALKING);
      }
      case BUSY -> only(Kind.BUSY);
      case COMPLETED, NO_ANSWER, FAILED, CANCELED -> only(Kind.ENDED);
    };
  }

  /// The audio while a verb is executed.
  public static LineAudio during(Verb verb) {
    return switch (verb) {
      case Verb.Dial _ -> only(Kind.RINGING);
      case Verb.Say(String text) -> new LineAudio(Kind.SPEECH, text);
      case Verb.Play(String address) -> new LineAudio(Kind.SOUND, address);
      case Verb.Pause _, Verb.Reject _, Verb.Hangup _, Verb.Redirect _ -> only(Kind.SILENCE);
    };
  }
}
