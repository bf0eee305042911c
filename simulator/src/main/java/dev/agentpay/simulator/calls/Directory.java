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

/// What the account owns, as configured by now, and who is reached there. Survives a reset.
public final class Directory {
  /// Twilio's limit of a SIP URI.
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

  /// The numbers that the account may show as caller.
  public Collection<String> callerIds() {
    var owned = new HashSet<>(options.verifiedCallerIds());
    numbers.forEach(number -> owned.add(number.number()));
    return owned;
  }

  /// Throws `IllegalArgumentException` with every problem, one a line, as all three do.
  public void put(NumberOptions number) {
    var checked = options.withNumber(number).numbers().getLast();
    numbers.removeIf(old -> old.number().equals(checked.number()));
    numbers.add(checked);
  }

  public void put(SipDomainOptions domain) {
    var checked = options.withSipDomain(domain).sipDomains().getLast();
    sipDomains.removeIf(old -> old.domain().equals(checked.domain()));
    sipDomains.add(checked);
  }

  public void put(ConnectorOptions connector) {
    var checked = options.withConnector(connector).connectors().getLast();
    connectors.removeIf(old -> old.name().equals(checked.name()));
    connectors.add(checked);
  }

  /// Where a call from `from` to `to` is answered. Refused (404) when nobody configured it.
  ///
  /// @param callId makes a SIP dialogue's id
  IncomingCall incoming(
      String from, String to, Map<String, String> sipHeaders, Supplier<String> callId) {
    var brought = SipHeaders.parameters(sipHeaders);
    var number = numbers.stream().filter(each -> each.number().equals(to)).findFirst();
    if (number.isPresent()) {
      return IncomingCall.at(number.get(), sipHeaders, brought);
    }
    var domain = domainOf(to).orElseThrow(() -> unknown(to));
    var caller = SipUri.parse(from);
    if (caller.isEmpty() || to.length() > LONGEST_ADDRESS) {
      throw new ControlRefused(
          400, "bad-from", "a SIP domain is called over SIP: give from as sip:+15550123@host");
    }
    return IncomingCall.at(domain, to, sipHeaders, brought, callId.get() + "@" + caller.get().host());
  }

  /// Where a softphone's call is answered. Refused (409) when the account has no application.
  IncomingCall outgoing(String to, Map<String, String> parameters) {
    return options
        .application()
        .map(application -> IncomingCall.at(application, to, parameters))
        .orElseThrow(
            () ->
                new ControlRefused(
                    409,
                    "no-application",
                    "softphones dial through a TwiML application, and the account has none"));
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
        "no number and no SIP domain of the account is "
            + to
            + "; there are "
            + numbers.stream().map(NumberOptions::number).toList()
            + " and "
            + sipDomains.stream().map(SipDomainOptions::domain).toList());
  }
}
