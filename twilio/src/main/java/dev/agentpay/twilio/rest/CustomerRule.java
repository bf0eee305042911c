package dev.agentpay.twilio.rest;

import dev.agentpay.calls.ports.CustomerLegs.Answer;
import dev.agentpay.twilio.CallDirection;
import dev.agentpay.twilio.CallProgress;
import java.util.List;
import java.util.Optional;

/// Determines which leg of a call is the customer's, from one leg and its parent and children.
///
/// | the leg | its relatives | the customer's |
/// |---|---|---|
/// | on the telephone network, dialled | parent came in from the telephone network | the parent: the leg is the agent's own phone |
/// | on the telephone network | any other | the leg |
/// | a softphone or a PBX | parent on the telephone network | the parent |
/// | a softphone or a PBX | one child on the telephone network that is not over | the child |
/// | a softphone or a PBX | any other | cannot be told |
final class CustomerRule {
  private static final String NAME_THE_LEG = "; name the customer's own leg";

  private CustomerRule() {}

  /// @param parent the leg that dialled it, if there is one
  /// @param children the legs that it dialled; used only if [#asksForChildren]
  static Answer of(Leg leg, Optional<Leg> parent, List<Leg> children) {
    if (leg.isPstn()) {
      return isAgentsOwnPhone(leg, parent)
          ? customer(parent.get(), Optional.of(leg))
          : customer(leg, parent.filter(p -> !p.isPstn()));
    }
    if (parent.isPresent() && parent.get().isPstn()) {
      return customer(parent.get(), Optional.of(leg));
    }
    return ofChildren(leg, children);
  }

  /// Whether the leg's children are needed; reading them costs a request.
  static boolean asksForChildren(Leg leg, Optional<Leg> parent) {
    return !leg.isPstn() && parent.filter(Leg::isPstn).isEmpty();
  }

  /// The customer's call was forwarded to the agent's own phone.
  private static boolean isAgentsOwnPhone(Leg leg, Optional<Leg> parent) {
    return leg.direction() == CallDirection.OUTBOUND_DIAL
        && parent.isPresent()
        && parent.get().direction() == CallDirection.INBOUND
        && parent.get().isPstn();
  }

  private static Answer ofChildren(Leg leg, List<Leg> children) {
    final List<Leg> phones = children.stream().filter(Leg::isPstn).toList();
    final List<Leg> live = phones.stream().filter(child -> !child.progress().isOver()).toList();
    if (live.size() == 1) {
      return customer(live.getFirst(), Optional.of(leg));
    }
    if (live.size() > 1) {
      return new Answer.NoCustomer(
          "%s has dialled %d phones that are still connected".formatted(leg.sid(), live.size())
              + NAME_THE_LEG);
    }
    return new Answer.NoCustomer(
        phones.isEmpty()
            ? "%s is an agent's leg that has not dialled a phone, as in a conference"
                    .formatted(leg.sid())
                + NAME_THE_LEG
            : "%s is an agent's leg, and the phone that it dialled has hung up"
                .formatted(leg.sid()));
  }

  private static Answer customer(Leg leg, Optional<Leg> agent) {
    return new Answer.Customer(
        leg.sid(),
        leg.from(),
        leg.to(),
        leg.progress() == CallProgress.IN_PROGRESS,
        agent.map(Leg::sid));
  }
}
