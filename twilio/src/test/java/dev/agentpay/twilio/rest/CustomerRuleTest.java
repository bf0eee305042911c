package dev.agentpay.twilio.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.ports.CustomerLegs.Answer;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.CallDirection;
import dev.agentpay.twilio.CallProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Legs are written as `direction other-end status`; our own end is always +15550100.
class CustomerRuleTest {
  private static final CallSid LEG = sid("a");
  private static final CallSid PARENT = sid("b");

  @ParameterizedTest(name = "{0} <- {1} -> {2}: {3}, agent {4}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // leg | parent | children | customer | agent
        // the given leg is the customer's own
        "inbound +15550199 in-progress | - | - | leg | -",
        "inbound anonymous in-progress | - | - | leg | -",
        "inbound Restricted in-progress | - | - | leg | -",
        "inbound +266696687 in-progress | - | - | leg | -",
        "inbound '' in-progress | - | - | leg | -",
        "inbound +15550199 in-progress | - | outbound-dial client:ada in-progress | leg | -",
        "outbound-api +15550199 in-progress | - | - | leg | -",
        "outbound-dial +15550199 in-progress | inbound client:ada in-progress | - | leg | parent",
        "outbound-dial +15550199 ringing | inbound sip:7@pbx in-progress | - | leg | parent",
        "outbound-dial +15550199 in-progress | inbound SIP:7@pbx in-progress | - | leg | parent",
        "outbound-dial +15550199 in-progress | inbound sips:7@pbx in-progress | - | leg | parent",
        "outbound-dial +15550199 in-progress | outbound-api client:ada in-progress | - | leg | parent",
        // an agent's own phone, to which a customer's call was forwarded
        "outbound-dial +15550177 in-progress | inbound +15550199 in-progress | - | parent | leg",
        "outbound-dial +15550177 in-progress | inbound anonymous in-progress | - | parent | leg",
        "outbound-dial +15550177 in-progress | inbound '' in-progress | - | parent | leg",
        // we may have called two people one after the other: the given leg is the customer's
        "outbound-dial +15550177 in-progress | outbound-api +15550199 in-progress | - | leg | -",
        "outbound-api +15550177 in-progress | inbound +15550199 in-progress | - | leg | -",
        // a softphone or a PBX that was dialled for a customer's call
        "outbound-dial client:ada in-progress | inbound +15550199 in-progress | - | parent | leg",
        "outbound-dial sip:+15550177@pbx in-progress | inbound anonymous in-progress | - | parent | leg",
        "outbound-dial client:ada in-progress | outbound-api +15550199 in-progress | - | parent | leg",
        "outbound-dial client:ada completed | inbound +15550199 completed | - | parent | leg",
        // a softphone or a PBX that dialled the customer
        "inbound client:ada in-progress | - | outbound-dial +15550199 in-progress | child 1 | leg",
        "inbound sip:+15550177@pbx in-progress | - | outbound-dial +15550199 ringing | child 1 | leg",
        "outbound-api client:ada in-progress | - | outbound-dial +15550199 in-progress | child 1 | leg",
        "inbound client:ada in-progress | - | outbound-dial +15550199 busy; outbound-dial +15550198 in-progress | child 2 | leg",
        "inbound client:ada in-progress | - | outbound-dial client:bob in-progress; outbound-dial +15550198 queued | child 2 | leg",
        "outbound-dial client:ada in-progress | inbound sip:7@pbx in-progress | outbound-dial +15550198 in-progress | child 1 | leg",
        // an unknown direction
        "? +15550199 in-progress | - | - | leg | -",
        "? client:ada in-progress | inbound +15550199 in-progress | - | parent | leg",
      })
  void finds_the_customers_leg(
      String leg, String parent, String children, String customer, String agent) {
    final Answer answer = answer(leg, parent, children);

    assertThat(answer).isInstanceOf(Answer.Customer.class);
    assertThat(((Answer.Customer) answer).call()).isEqualTo(named(customer));
    assertThat(((Answer.Customer) answer).agentLeg())
        .isEqualTo(Optional.ofNullable(agent).map(CustomerRuleTest::named));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "inbound client:ada in-progress | - | - | has not dialled a phone",
        "outbound-api client:ada in-progress | - | - | name the customer's own leg",
        "inbound client:ada in-progress | - | outbound-dial client:bob in-progress | has not dialled a phone",
        "outbound-dial client:ada in-progress | inbound sip:7@pbx in-progress | - | has not dialled a phone",
        "inbound client:ada in-progress | - | outbound-dial +15550199 completed | has hung up",
        "inbound client:ada in-progress | - | outbound-dial +15550199 in-progress; outbound-dial +15550198 ringing | has dialled 2 phones that are still connected; name the customer's own leg",
      })
  void does_not_guess(String leg, String parent, String children, String why) {
    final Answer answer = answer(leg, parent, children);

    assertThat(answer).isInstanceOf(Answer.NoCustomer.class);
    assertThat(((Answer.NoCustomer) answer).why()).contains(LEG.value()).contains(why);
  }

  @Test
  void returns_both_ends_of_the_customers_leg() {
    assertThat(
            answer("outbound-dial client:ada in-progress", "inbound +15550199 in-progress", null))
        .isEqualTo(new Answer.Customer(PARENT, "+15550199", "+15550100", true, Optional.of(LEG)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"queued", "initiated", "ringing", "completed", "no-answer", "odd"})
  void only_an_in_progress_leg_is_connected(String status) {
    assertThat(answer("inbound +15550199 " + status, null, null))
        .isEqualTo(new Answer.Customer(LEG, "+15550199", "+15550100", false, Optional.empty()));
  }

  @Test
  void reads_children_only_if_needed() {
    final Leg client = leg(LEG, "outbound-dial client:ada in-progress", Optional.of(PARENT));
    final Leg phone = leg(PARENT, "inbound +15550199 in-progress", Optional.empty());
    final Leg pbx = leg(PARENT, "inbound sip:7@pbx in-progress", Optional.empty());

    assertThat(CustomerRule.asksForChildren(client, Optional.of(phone))).isFalse();
    assertThat(CustomerRule.asksForChildren(phone, Optional.empty())).isFalse();
    assertThat(CustomerRule.asksForChildren(client, Optional.of(pbx))).isTrue();
    assertThat(CustomerRule.asksForChildren(pbx, Optional.empty())).isTrue();
  }

  private static Answer answer(String leg, String parent, String children) {
    final List<Leg> dialled = new ArrayList<>();
    if (children != null) {
      for (String child : children.split("; ", -1)) {
        dialled.add(leg(child(dialled.size() + 1), child, Optional.of(LEG)));
      }
    }
    final Optional<Leg> dialler =
        Optional.ofNullable(parent).map(p -> leg(PARENT, p, Optional.empty()));
    return CustomerRule.of(leg(LEG, leg, dialler.map(Leg::sid)), dialler, dialled);
  }

  private static Leg leg(CallSid sid, String written, Optional<CallSid> parent) {
    final String[] parts = written.split(" ", -1);
    final String end = parts[1].replace("''", "");
    final boolean cameIn = parts[0].equals("inbound") || (parts[0].equals("?") && parent.isEmpty());
    return new Leg(
        sid,
        CallDirection.ofWire(parts[0]),
        CallProgress.ofWire(parts[2]),
        cameIn ? end : "+15550100",
        cameIn ? "+15550100" : end,
        parent);
  }

  private static CallSid named(String name) {
    return switch (name) {
      case "leg" -> LEG;
      case "parent" -> PARENT;
      case "child 1" -> child(1);
      default -> child(2);
    };
  }

  private static CallSid child(int number) {
    return sid(String.valueOf(number));
  }

  private static CallSid sid(String digit) {
    return new CallSid("CA" + digit.repeat(32));
  }
}
