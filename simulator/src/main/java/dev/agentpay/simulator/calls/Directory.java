package dev.agentpay.simulator.calls;

import dev.agentpay.simulator.options.ConnectorOptions;
import dev.agentpay.simulator.options.NumberOptions;
import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.simulator.options.SipDomainOptions;
import dev.agentpay.simulator.wire.SipUri;
import dev.agentpay.simulator.world.ControlRefused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The account's numbers, SIP domains and connectors, as configured now. Survives a reset.
public final class Directory {
  /// Twilio's limit for a SIP URI, in characters.
  static final int LONGEST_ADDRESS = 255;

  private final SimulatorOptions options;
  private final List<NumberOptions> numbers;
  private final List<SipDomainOptions> sipDomains;
  private final List<ConnectorOptions> connectors;

  public Directory(SimulatorOptions options) {
    this.options = options;
    numbers = new ArrayList<>(options.numbers());
    sipDomains = new ArrayList<>(options.sipDomains());
    connectors = new ArrayList<>(options.connectors());
  }

  public List<NumberOptions> numbers() {
    return List.copyOf(numbers);
  }

  public List<SipDomainOptions> sipDomains() {
    return List.copyOf(sipDomains);
  }

  public List<ConnectorOptions> connectors() {
    return List.copyOf(connectors);
  }

  /// The numbers that the account may use as caller ID.
  public Collection<String> callerIds() {
    final HashSet<String> owned = new HashSet<>(options.verifiedCallerIds());
    numbers.forEach(number -> owned.add(number.number()));
    return owned;
  }

  /// Adds a number, or replaces the one with the same address.
  ///
  /// @throws IllegalArgumentException with every problem, one per line
  public void put(NumberOptions number) {
    final NumberOptions checked = options.withNumber(number).numbers().getLast();
    numbers.removeIf(old -> old.number().equals(checked.number()));
    numbers.add(checked);
  }

  /// Adds a SIP domain, or replaces the one with the same name.
  ///
  /// @throws IllegalArgumentException with every problem, one per line
  public void put(SipDomainOptions domain) {
    final SipDomainOptions checked = options.withSipDomain(domain).sipDomains().getLast();
    sipDomains.removeIf(old -> old.domain().equals(checked.domain()));
    sipDomains.add(checked);
  }

  /// Adds a connector, or replaces the one with the same name.
  ///
  /// @throws IllegalArgumentException with every problem, one per line
  public void put(ConnectorOptions connector) {
    final ConnectorOptions checked = options.withConnector(connector).connectors().getLast();
    connectors.removeIf(old -> old.name().equals(checked.name()));
    connectors.add(checked);
  }

  /// Finds the number or SIP domain that answers a call.
  ///
  /// @param callId creates the id of a SIP dialogue
  /// @throws ControlRefused (404) if `to` is not configured, (400) if a SIP domain is called from a
  ///   telephone
  IncomingCall incoming(
      String from, String to, Map<String, String> sipHeaders, Supplier<String> callId) {
    final Map<String, String> headerParameters = SipHeaders.parameters(sipHeaders);
    final Optional<NumberOptions> number =
        numbers.stream().filter(each -> each.number().equals(to)).findFirst();
    if (number.isPresent()) {
      return IncomingCall.at(number.get(), sipHeaders, headerParameters);
    }
    final SipDomainOptions domain = domainOf(to).orElseThrow(() -> unknown(to));
    final Optional<SipUri> caller = SipUri.parse(from);
    if (caller.isEmpty() || to.length() > LONGEST_ADDRESS) {
      throw new ControlRefused(
          400,
          "bad-from",
          "only a SIP address can call a SIP domain; from must look like sip:+15550123@host");
    }
    return IncomingCall.at(
        domain, to, sipHeaders, headerParameters, callId.get() + "@" + caller.get().host());
  }

  /// Builds the call of a softphone to the account's application.
  ///
  /// @throws ControlRefused (409) if the account has no application
  IncomingCall outgoing(String to, Map<String, String> parameters) {
    return options
        .application()
        .map(application -> IncomingCall.at(application, to, parameters))
        .orElseThrow(
            () ->
                new ControlRefused(
                    409,
                    "no-application",
                    "softphones dial through a TwiML application, but the account has none"));
  }

  private Optional<SipDomainOptions> domainOf(String address) {
    return SipUri.parse(address)
        .flatMap(
            uri ->
                sipDomains.stream().filter(each -> each.domain().equals(uri.host())).findFirst());
  }

  private ControlRefused unknown(String to) {
    return new ControlRefused(
        404,
        "unknown-number",
        "the account has no number or SIP domain "
            + to
            + "; it has "
            + numbers.stream().map(NumberOptions::number).toList()
            + " and "
            + sipDomains.stream().map(SipDomainOptions::domain).toList());
  }
}
