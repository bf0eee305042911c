package dev.agentpay.simulator.options;

import dev.agentpay.simulator.wire.Urls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A phone number of the account and where its calls are answered.
///
/// @param number as customers dial it, `+15550100`; may also be a SIP address such as
///   `sip:desk@example.sip.twilio.com`
/// @param voiceUrl returns the TwiML when a call comes in; empty if `twiml` is given
/// @param statusCallbackUrl receives the status callback when such a call ends
/// @param twiml fixed TwiML instead of a voice URL, for calls of another system
public record NumberOptions(
    String number, String voiceUrl, Optional<String> statusCallbackUrl, Optional<String> twiml) {

  /// A number with a voice URL.
  public NumberOptions(String number, String voiceUrl, Optional<String> statusCallbackUrl) {
    this(number, voiceUrl, statusCallbackUrl, Optional.empty());
  }

  /// A number that always answers with the same TwiML.
  public static NumberOptions ofTwiml(String number, String twiml) {
    return new NumberOptions(number, "", Optional.empty(), Optional.of(twiml));
  }

  List<String> problems() {
    final List<String> problems = new ArrayList<>();
    if (number.isBlank()) {
      problems.add("a number must not be blank; it must look like +15550100");
    }
    if (twiml.isEmpty()) {
      Urls.problem("voice URL of " + number, voiceUrl).ifPresent(problems::add);
    } else if (!voiceUrl.isEmpty()) {
      problems.add("number " + number + " has a voice URL and TwiML; use one of them");
    }
    statusCallbackUrl
        .flatMap(url -> Urls.problem("status callback URL of " + number, url))
        .ifPresent(problems::add);
    return problems;
  }
}
