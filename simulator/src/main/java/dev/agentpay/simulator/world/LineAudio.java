package dev.agentpay.simulator.world;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// What the person at the end of a leg hears.
///
/// @param text what is spoken, or the address of what is played; empty otherwise
public record LineAudio(Kind kind, String text) {

  /// In JSON as lower-case words.
  public enum Kind {
    /// The caller hears the other telephone ring, the dialled party hears their own.
    RINGING,
    /// A voice of Twilio's speaks `text`.
    SPEECH,
    /// The recording at `text` is played.
    SOUND,
    /// Two people talk.
    TALKING,
    /// Nothing. For an agent: the customer's keys, whose tones Twilio keeps back.
    SILENCE,
    /// The busy tone.
    BUSY,
    /// The line is dead.
    ENDED;

    @JsonValue
    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static LineAudio only(Kind kind) {
    return new LineAudio(kind, "");
  }

  /// @param peer is on the line with the leg
  /// @param peerTypes keys that a payment listens to are being pressed at the other end
  /// @param document what the leg's TwiML does, when there is no peer
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

  /// What is heard while a verb is acted out.
  public static LineAudio during(Verb verb) {
    return switch (verb) {
      case Verb.Dial _ -> only(Kind.RINGING);
      case Verb.Say(String text) -> new LineAudio(Kind.SPEECH, text);
      case Verb.Play(String address) -> new LineAudio(Kind.SOUND, address);
      case Verb.Pause _, Verb.Reject _, Verb.Hangup _, Verb.Redirect _ -> only(Kind.SILENCE);
    };
  }
}
