package dev.agentpay.twilio;

import com.twilio.http.HttpMethod;
import com.twilio.twiml.TwiMLException;
import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Client;
import com.twilio.twiml.voice.Dial;
import com.twilio.twiml.voice.Hangup;
import com.twilio.twiml.voice.Identity;
import com.twilio.twiml.voice.Parameter;
import com.twilio.twiml.voice.Reject;
import com.twilio.twiml.voice.Say;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/// What we answer when a call asks what to do: TwiML, as XML text. Serve it as `text/xml`.
///
/// @see <a href="https://www.twilio.com/docs/voice/twiml">Twilio: TwiML</a>
public final class Twiml {
  /// The longest document that Twilio takes, in bytes.
  public static final int MAX_BYTES = 64 * 1024;

  /// The longest text that Twilio says, in characters.
  public static final int MAX_SPOKEN = 4096;

  private Twiml() {}

  /// Rings a softphone; the customer hears it ring until the agent answers.
  public static String dial(SoftphoneDial dial) {
    final Client.Builder client =
        new Client.Builder()
            .identity(new Identity.Builder(dial.agent().value()).build())
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
    return xml(
        new VoiceResponse.Builder()
            .dial(
                new Dial.Builder()
                    .action(dial.action())
                    .method(HttpMethod.POST)
                    .answerOnBridge(true)
                    .timeout(Math.toIntExact(dial.ringFor().toSeconds()))
                    .client(client.build())
                    .build())
            .build());
  }

  /// Does not take the call: the caller hears that it is busy, and nobody pays for it.
  public static String busy() {
    return xml(
        new VoiceResponse.Builder()
            .reject(new Reject.Builder().reason(Reject.Reason.BUSY).build())
            .build());
  }

  /// Ends the call.
  public static String hangup() {
    return xml(new VoiceResponse.Builder().hangup(new Hangup.Builder().build()).build());
  }

  /// Says something and ends the call.
  ///
  /// @throws IllegalArgumentException when it is empty or longer than [#MAX_SPOKEN]
  public static String say(String text) {
    if (text.isBlank() || text.length() > MAX_SPOKEN) {
      throw new IllegalArgumentException(
          "what is said has 1 to %d characters".formatted(MAX_SPOKEN));
    }
    return xml(
        new VoiceResponse.Builder()
            .say(new Say.Builder(printable(text)).build())
            .hangup(new Hangup.Builder().build())
            .build());
  }

  private static Parameter parameter(String name, String value) {
    return new Parameter.Builder().name(printable(name)).value(printable(value)).build();
  }

  private static String xml(VoiceResponse response) {
    final String xml;
    try {
      xml = response.toXml();
    } catch (TwiMLException e) {
      throw new IllegalArgumentException("this cannot be written as TwiML", e);
    }
    final int length = xml.getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "TwiML has at most %d bytes, this would have %d".formatted(MAX_BYTES, length));
    }
    return xml;
  }

  /// XML has no way to write control characters, and Twilio would drop the call on them.
  private static String printable(String text) {
    return text.codePoints()
        .map(
            c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? ' ' : c)
        .filter(c -> c != 0xfffe && c != 0xffff)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
