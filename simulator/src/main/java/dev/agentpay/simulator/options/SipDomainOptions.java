package dev.agentpay.simulator.options;

import dev.agentpay.simulator.wire.Urls;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// A SIP domain of the account, to which a PBX sends its calls
/// (https://www.twilio.com/docs/voice/api/sending-sip).
///
/// @param domain such as `acme.sip.example.test`; converted to lower case
/// @param voiceUrl returns the TwiML when a call comes in
/// @param statusCallbackUrl receives the status callback when such a call ends
public record SipDomainOptions(String domain, String voiceUrl, Optional<String> statusCallbackUrl) {
  private static final Pattern HOST = Pattern.compile("[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63})*");

  public SipDomainOptions {
    domain = domain.toLowerCase(Locale.ROOT);
  }

  /// `SD` and 32 hexadecimal digits, derived from the domain, so always the same for one domain.
  public String sid() {
    final UUID uuid = UUID.nameUUIDFromBytes(domain.getBytes(StandardCharsets.UTF_8));
    return "SD" + uuid.toString().replace("-", "");
  }

  List<String> problems() {
    final List<String> problems = new ArrayList<>();
    if (!HOST.matcher(domain).matches()) {
      problems.add(
          "SIP domain must be a host name such as acme.sip.example.test; got \"" + domain + "\"");
    }
    Urls.problem("voice URL of " + domain, voiceUrl).ifPresent(problems::add);
    statusCallbackUrl
        .flatMap(url -> Urls.problem("status callback URL of " + domain, url))
        .ifPresent(problems::add);
    return problems;
  }
}
