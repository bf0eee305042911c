package dev.agentpay.simulator.options;

import dev.agentpay.simulator.wire.Urls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A TwiML application, through which softphones dial out.
///
/// @param sid `AP` and 32 hexadecimal digits
/// @param voiceUrl returns the TwiML when a softphone dials
/// @param statusCallbackUrl receives the status callback when such a call ends
public record ApplicationOptions(String sid, String voiceUrl, Optional<String> statusCallbackUrl) {
  /// The sid of the demo account's application.
  public static final String DEFAULT_SID = "APde300000000000000000000000000000";

  private static final Pattern SID = Pattern.compile("AP[0-9a-fA-F]{32}");

  /// An application with the default sid and without a status callback.
  public static ApplicationOptions of(String voiceUrl) {
    return new ApplicationOptions(DEFAULT_SID, voiceUrl, Optional.empty());
  }

  List<String> problems() {
    final List<String> problems = new ArrayList<>();
    if (!SID.matcher(sid).matches()) {
      problems.add("application sid must be AP and 32 hexadecimal digits; got \"" + sid + "\"");
    }
    Urls.problem("voice URL of the application", voiceUrl).ifPresent(problems::add);
    statusCallbackUrl
        .flatMap(url -> Urls.problem("status callback URL of the application", url))
        .ifPresent(problems::add);
    return problems;
  }
}
