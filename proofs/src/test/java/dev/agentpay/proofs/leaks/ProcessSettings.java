package dev.agentpay.proofs.leaks;

import dev.agentpay.app.demo.DemoRoutes;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.voice.Voice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The demo's settings as command-line arguments and environment variables.
final class ProcessSettings {
  private ProcessSettings() {}

  /// Arguments for `agentpay simulator`.
  static List<String> simulator(String publicUrl) {
    final List<String> arguments = new ArrayList<>();
    for (String number : List.of(DemoLines.BUSINESS, DemoLines.PBX, DemoLines.FORWARDED)) {
      arguments.add("--number=%s=%s%s".formatted(number, publicUrl, Voice.INCOMING));
    }
    DemoRoutes.OLD_NUMBERS.forEach(
        (number, path) -> arguments.add("--number=%s=%s%s".formatted(number, publicUrl, path)));
    DemoRoutes.OLD_DOMAINS.forEach(
        (domain, path) -> arguments.add("--sip-domain=%s=%s%s".formatted(domain, publicUrl, path)));
    arguments.add(
        "--sip-domain=%s=%s%s".formatted(DemoLines.SIP_DOMAIN, publicUrl, Voice.INCOMING));
    arguments.add("--number-twiml=%s=%s".formatted(DemoLines.FOREIGN, DemoRoutes.FOREIGN_TWIML));
    arguments.add("--application=" + publicUrl + Voice.SOFTPHONE);
    DemoRoutes.SYNC_SERVICES.forEach(service -> arguments.add("--sync-service=" + service));
    arguments.add("--status-callback=" + publicUrl + Voice.CALL_STATUS);
    return arguments;
  }

  /// Environment variables for `agentpay serve`.
  static Map<String, String> serve() {
    final Map<String, String> all = new HashMap<>();
    all.put("AGENTPAY_ROUTES", String.join(",", DemoRoutes.ROUTES));
    all.put(
        "AGENTPAY_PHONES",
        "bob=%s,alice=%s".formatted(DemoLines.BOBS_PHONE, DemoLines.ALICES_PHONE));
    all.put("AGENTPAY_CALLER_IDS", DemoLines.BUSINESS);
    all.put("AGENTPAY_CALL_CHECK", "400ms");
    all.put("AGENTPAY_ALLOWED_ORIGINS", "http://localhost:3000");
    all.put("AGENTPAY_COMPAT", "agent-pay,genesyspay,generic,flask");
    all.put("AGENTPAY_COMPAT_SYNC_SERVICES", String.join(",", DemoRoutes.SYNC_SERVICES));
    all.put("AGENTPAY_COMPAT_SIP_DOMAIN", DemoLines.PBX_DOMAIN);
    all.put("AGENTPAY_COMPAT_PHONE_NUMBER", DemoLines.GENERIC);
    all.put("AGENTPAY_COMPAT_INPUT_TIMEOUT", "20");
    return all;
  }
}
