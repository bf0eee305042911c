package dev.agentpay.payments.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The kinds of connectors that the configuration may name: AgentPay's own, and those that Twilio
/// hosts.
///
/// @see <a href="https://www.twilio.com/docs/voice/twiml/pay/pay-connectors">Twilio: Pay
///   Connectors</a>
public final class ConnectorKinds {
  /// AgentPay's connector.
  public static final String OURS = "ours";

  /// A connector that Twilio hosts, of an unknown vendor. Its declines are those of all vendors,
  /// except bare numbers, whose meaning depends on the vendor.
  public static final String HOSTED = "hosted";

  private static final String[] VENDORS = {
    "stripe", "braintree", "adyen", "cardconnect", "basecommerce", "chase", "shuttle"
  };

  private static final Map<String, ConnectorKind> KINDS = kinds();

  private ConnectorKinds() {}

  /// Finds a kind by its name, for example `ours` or `hosted:stripe`.
  public static Optional<ConnectorKind> of(String name) {
    return Optional.ofNullable(KINDS.get(name));
  }

  /// All names that [#of] knows.
  public static Collection<String> names() {
    return KINDS.keySet();
  }

  private static Map<String, ConnectorKind> kinds() {
    final Map<String, ConnectorKind> kinds = new LinkedHashMap<>();
    kinds.put(OURS, new ConnectorKind(OURS, true, declines(OURS)));
    final Set<String> all = new HashSet<>();
    for (String vendor : VENDORS) {
      final Set<String> declines = declines(vendor);
      final String name = HOSTED + ":" + vendor;
      kinds.put(name, new ConnectorKind(name, false, declines));
      declines.stream().filter(ConnectorKinds::isWord).forEach(all::add);
    }
    kinds.put(HOSTED, new ConnectorKind(HOSTED, false, all));
    return kinds;
  }

  /// The meaning of a bare number depends on the vendor.
  private static boolean isWord(String code) {
    return !code.chars().allMatch(Character::isDigit);
  }

  private static Set<String> declines(String kind) {
    final String file = kind + ".declines";
    try (InputStream in = ConnectorKinds.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("resource " + file + " is missing");
      }
      return DeclineFile.read(
          file, new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
