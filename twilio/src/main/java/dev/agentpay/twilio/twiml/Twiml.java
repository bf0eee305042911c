package dev.agentpay.twilio.twiml;

import com.twilio.http.HttpMethod;
import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Client;
import com.twilio.twiml.voice.Dial;
import com.twilio.twiml.voice.Hangup;
import com.twilio.twiml.voice.Identity;
import com.twilio.twiml.voice.Number;
import com.twilio.twiml.voice.Parameter;
import com.twilio.twiml.voice.Play;
import com.twilio.twiml.voice.Redirect;
import com.twilio.twiml.voice.Reject;
import com.twilio.twiml.voice.Say;
import com.twilio.twiml.voice.Sip;
import dev.agentpay.twilio.ClientIdentity;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Builds TwiML documents, the answers to voice webhooks, as XML text. Serve them as `text/xml`.
///
/// @see <a href="https://www.twilio.com/docs/voice/twiml">Twilio: TwiML</a>
public final class Twiml {
  /// The longest document that Twilio accepts, in bytes.
  public static final int MAX_BYTES = 64 * 1024;

  /// The longest text for `<Say>`, in characters.
  public static final int MAX_SPOKEN = 4096;

  private Twiml() {}

  /// Rings a softphone. The customer hears ringing until the agent answers.
  public static String dial(SoftphoneDial dial) {
    final Client.Builder client =
        new Client.Builder()
            .identity(new Identity.Builder(ClientIdentity.of(dial.agent())).build())
            .statusCallback(dial.legStatus())
            .statusCallbackMethod(HttpMethod.POST)
            .statusCallbackEvents(
                List.of(
                    Client.Event.INITIATED,
                    Client.Event.RINGING,
                    Client.Event.ANSWERED,
                    Client.Event.COMPLETED));
    client.parameter(parameter(SoftphoneDial.PARENT_CALL, dial.call().value()));
    new TreeMap<>(dial.parameters())
        .forEach((name, value) -> client.parameter(parameter(name, value)));
    return xml(dial(dial.action(), dial.ringFor(), Optional.empty()).client(client.build()));
  }

  /// Dials a number or a name at a PBX.
  public static String dial(SipDial dial) {
    final Sip.Builder sip =
        new Sip.Builder(dial.uri())
            .statusCallback(dial.legStatus())
            .statusCallbackMethod(HttpMethod.POST)
            .statusCallbackEvents(
                List.of(
                    Sip.Event.INITIATED,
                    Sip.Event.RINGING,
                    Sip.Event.ANSWERED,
                    Sip.Event.COMPLETED));
    return xml(dial(dial.action(), dial.ringFor(), dial.referUrl()).sip(sip.build()));
  }

  /// Dials a phone number.
  public static String dial(NumberDial dial) {
    final Number.Builder number =
        new Number.Builder(dial.number())
            .statusCallback(dial.legStatus())
            .statusCallbackMethod(HttpMethod.POST)
            .statusCallbackEvents(
                List.of(
                    Number.Event.INITIATED,
                    Number.Event.RINGING,
                    Number.Event.ANSWERED,
                    Number.Event.COMPLETED));
    final Dial.Builder builder = dial(dial.action(), dial.ringFor(), dial.referUrl());
    dial.callerId().ifPresent(builder::callerId);
    return xml(builder.number(number.build()));
  }

  /// Keeps the caller waiting: plays a sound once, then requests the next TwiML.
  ///
  /// @param music sound to play, such as an mp3 of a few seconds; its length is the polling
  ///   interval
  /// @param next URL that the call requests afterwards
  public static String queue(URI music, URI next) {
    return Xml.of(
        new VoiceResponse.Builder()
            .play(new Play.Builder(music).build())
            .redirect(new Redirect.Builder(next).method(HttpMethod.POST).build())
            .build());
  }

  /// Rejects the call: the caller hears the busy tone, and nobody pays for the call.
  public static String busy() {
    return Xml.of(
        new VoiceResponse.Builder()
            .reject(new Reject.Builder().reason(Reject.Reason.BUSY).build())
            .build());
  }

  /// Ends the call.
  public static String hangup() {
    return Xml.of(new VoiceResponse.Builder().hangup(new Hangup.Builder().build()).build());
  }

  /// Says a text and ends the call.
  ///
  /// @throws IllegalArgumentException if the text is empty or longer than [#MAX_SPOKEN]
  public static String say(String text) {
    if (text.isBlank() || text.length() > MAX_SPOKEN) {
      throw new IllegalArgumentException(
          "the text must have 1 to %s characters".formatted(MAX_SPOKEN));
    }
    return Xml.of(
        new VoiceResponse.Builder()
            .say(new Say.Builder(Xml.printable(text)).build())
            .hangup(new Hangup.Builder().build())
            .build());
  }

  /// With answerOnBridge the caller hears ringing, and a REFER does not disconnect the party that
  /// transfers.
  private static Dial.Builder dial(URI action, Duration ringFor, Optional<URI> referUrl) {
    final Dial.Builder dial =
        new Dial.Builder()
            .action(action)
            .method(HttpMethod.POST)
            .answerOnBridge(true)
            .timeout(Math.toIntExact(ringFor.toSeconds()));
    referUrl.ifPresent(url -> dial.referUrl(url).referMethod(HttpMethod.POST));
    return dial;
  }

  private static Parameter parameter(String name, String value) {
    return new Parameter.Builder().name(Xml.printable(name)).value(Xml.printable(value)).build();
  }

  private static String xml(Dial.Builder dial) {
    return Xml.of(new VoiceResponse.Builder().dial(dial.build()).build());
  }
}
