package dev.agentpay.compat;

import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.values.CaptureField;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is served to clients that exist.
///
/// @param families which of them; empty: none, and nothing else here matters
/// @param openDoor whether clients that send no credentials are let in all the same, as the agent
///   whose name they give
/// @param syncServices the Sync services (`IS…`) that agents are given, one each
/// @param syncServiceName by which GenesysPay's set-up finds or makes one
/// @param payMap the Sync map in which clients look for payments
/// @param uuiMap the Sync map in which clients look for calls
/// @param sipDomain of the PBX that the old voice addresses dial
/// @param captureOrder the order in which these clients ask for fields; what a payment does not
///   need is left out
/// @param securityCode whether GenesysPay's payments ask for it
/// @param postalCode whether GenesysPay's payments ask for it
/// @param connectors that payments may name, the one for payments that name none first
/// @param currency for payments that name none
/// @param phoneNumber that the Generic Pay Connector demo shows
/// @param applicationSid the TwiML app of its softphone
/// @param inputTimeoutSeconds how long Twilio waits for the next digit: none of these clients says
public record CompatOptions(
    Set<Family> families,
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
    int inputTimeoutSeconds) {

  /// How long a Sync token lives, and with it an agent's hold of a service: as in the seeds.
  public static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

  /// The order in which the clients ask by default.
  public static final List<CaptureField> CAPTURE_ORDER =
      List.of(
          CaptureField.PAYMENT_CARD_NUMBER,
          CaptureField.SECURITY_CODE,
          CaptureField.EXPIRATION_DATE,
          CaptureField.POSTAL_CODE);

  public CompatOptions {
    families = Set.copyOf(families);
    syncServices = List.copyOf(syncServices);
    captureOrder = List.copyOf(captureOrder);
    connectors = List.copyOf(connectors);
  }

  /// Nothing is served.
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
        PayRequest.DEFAULT_INPUT_TIMEOUT_SECONDS);
  }

  /// Every error of these options; empty when there is none.
  public List<String> problems() {
    final List<String> problems = new ArrayList<>();
    if (needsSync() && syncServices.isEmpty() && !families.contains(Family.GENESYSPAY)) {
      problems.add("compat.sync-services: these clients look into Twilio Sync; name a service");
    }
    syncServices.stream()
        .filter(sid -> !sid.matches("IS[0-9a-fA-F]{32}"))
        .forEach(_ -> problems.add("compat.sync-services: each is IS and 32 hex digits"));
    if (new HashSet<>(syncServices).size() < syncServices.size()) {
      problems.add("compat.sync-services: one is there twice");
    }
    if (!captureOrder.containsAll(
        Set.of(CaptureField.PAYMENT_CARD_NUMBER, CaptureField.EXPIRATION_DATE))) {
      problems.add("compat.capture-order: needs payment-card-number and expiration-date");
    }
    return List.copyOf(problems);
  }

  private boolean needsSync() {
    return families.stream().anyMatch(family -> family != Family.FLASK);
  }
}
