package dev.agentpay.compat;

import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.values.CaptureField;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The options for existing clients.
///
/// @param clients the clients to serve; if empty, the other options have no effect
/// @param openDoor whether to accept requests without credentials, as the agent whose name they
///   give
/// @param syncServices the sids of the Sync services (`IS…`) to lease to agents, one for each
/// @param syncServiceName the name by which GenesysPay's set-up finds or creates a Sync service
/// @param payMap the name of the Sync map of payments
/// @param uuiMap the name of the Sync map of calls
/// @param sipDomain the SIP domain of the PBX to which the original servers' voice paths forward
/// @param captureOrder the order of fields that the desk shows and that `/getConfig` answers; skips
///   fields that a payment does not need. Clients ask in their own order, see [ClientOrders]
/// @param securityCode whether GenesysPay's payments capture the security code
/// @param postalCode whether GenesysPay's payments capture the postal code
/// @param connectors the Pay Connectors that payments may use; the first is the default
/// @param currency the default currency of payments
/// @param phoneNumber the number that the Generic Pay Connector demo shows
/// @param applicationSid the TwiML app of that demo's softphone
/// @param inputTimeoutSeconds how long Twilio waits for the next digit; the clients do not send it
/// @param assets the folder with the files of an old page, which are served at the root
public record CompatOptions(
    Set<ExistingClient> clients,
    boolean openDoor,
    List<String> syncServices,
    String syncServiceName,
    String payMap,
    String uuiMap,
    Optional<String> sipDomain,
    List<CaptureField> captureOrder,
    boolean securityCode,
    boolean postalCode,
    List<String> connectors,
    String currency,
    String phoneNumber,
    Optional<String> applicationSid,
    int inputTimeoutSeconds,
    Optional<Path> assets) {

  /// The lifetime of a Sync token, the same as in the original servers.
  public static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

  /// The default capture order of the existing clients.
  public static final List<CaptureField> CAPTURE_ORDER =
      List.of(
          CaptureField.PAYMENT_CARD_NUMBER,
          CaptureField.SECURITY_CODE,
          CaptureField.EXPIRATION_DATE,
          CaptureField.POSTAL_CODE);

  public CompatOptions {
    clients = Set.copyOf(clients);
    syncServices = List.copyOf(syncServices);
    captureOrder = List.copyOf(captureOrder);
    connectors = List.copyOf(connectors);
  }

  /// Options that serve no existing client.
  public static CompatOptions none() {
    return new CompatOptions(
        Set.of(),
        false,
        List.of(),
        "AgentAssistedPaySync",
        "payMap",
        "uuiMap",
        Optional.empty(),
        CAPTURE_ORDER,
        true,
        false,
        List.of(),
        "USD",
        "",
        Optional.empty(),
        PayRequest.DEFAULT_INPUT_TIMEOUT_SECONDS,
        Optional.empty());
  }

  /// Returns each mistake in these options as `option: text`; empty if they are valid.
  public List<String> problems() {
    final List<String> problems = new ArrayList<>();
    if (needsSync() && syncServices.isEmpty() && !clients.contains(ExistingClient.GENESYSPAY)) {
      problems.add(
          "syncServices: must contain at least one Sync service, because these existing clients read"
              + " from Twilio Sync");
    }
    syncServices.stream()
        .filter(sid -> !sid.matches("IS[0-9a-fA-F]{32}"))
        .forEach(
            sid -> problems.add("syncServices: must be SIDs of IS and 32 hex digits; got " + sid));
    if (new HashSet<>(syncServices).size() < syncServices.size()) {
      problems.add("syncServices: must not contain the same SID twice");
    }
    if (!captureOrder.containsAll(
        Set.of(CaptureField.PAYMENT_CARD_NUMBER, CaptureField.EXPIRATION_DATE))) {
      problems.add("captureOrder: must contain payment-card-number and expiration-date");
    }
    assets
        .flatMap(CompatOptions::problemOf)
        .ifPresent(problem -> problems.add("assets: " + problem));
    return List.copyOf(problems);
  }

  private static Optional<String> problemOf(Path folder) {
    try {
      AssetFolder.read(folder);
      return Optional.empty();
    } catch (AssetFolder.UnusableException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  private boolean needsSync() {
    return clients.stream().anyMatch(client -> client != ExistingClient.FLASK);
  }
}
