package dev.agentpay.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A phone number of the account: where its calls are answered.
///
/// @param number as customers dial it, `+15550100`; a SIP address `sip:desk@example.sip.twilio.com`
///   works as well
/// @param voiceUrl asked for TwiML when a call comes in
/// @param statusCallbackUrl told when such a call has ended
public record NumberOptions(String number, String voiceUrl, Optional<String> statusCallbackUrl) {

  List<String> problems() {
    var problems = new ArrayList<String>();
    if (number.isBlank()) {
      problems.add("a number is blank: give it as +15550100");
    }
    Urls.problem("voice URL of " + number, voiceUrl).ifPresent(problems::add);
    statusCallbackUrl
        .flatMap(url -> Urls.problem("status callback URL of " + number, url))
        .ifPresent(problems::add);
    return problems;
  }
}
