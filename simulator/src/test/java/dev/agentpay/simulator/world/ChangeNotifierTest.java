package dev.agentpay.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.simulator.VirtualWorld;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who watches the account is told each change once; who sits at a softphone answers by hand.
class ChangeNotifierTest {
  private final VirtualWorld world = new VirtualWorld();

  /// Writes down what it is told.
  private static final class Notes implements Watcher {
    final List<String> worlds = new ArrayList<>();
    final List<JournalEntry> lines = new ArrayList<>();
    final List<CallView> calls = new ArrayList<>();

    @Override
    public void world(String name, long last) {
      worlds.add(name);
    }

    @Override
    public void line(JournalEntry entry) {
      lines.add(entry);
    }

    @Override
    public void call(CallView call) {
      calls.add(call);
    }

    List<String> heardByCustomer() {
      return calls.stream().map(call -> call.hears().kind().wire()).distinct().toList();
    }
  }

  @Test
  void a_watcher_sees_a_call_from_its_first_ring_to_its_end() {
    var notes = new Notes();
    world.twilio.watch(0, notes);
    var call = world.call();
    var payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    world.types(call, "4111");
    world.types(call, "1111");
    world.types(call, "11111111");
    world.twilio.hangUp(call);

    assertThat(notes.heardByCustomer()).containsExactly("ringing", "talking", "ended");
    assertThat(notes.calls).extracting(CallView::paymentSid).contains("", payment);
    assertThat(notes.calls).extracting(CallView::capturing).contains("", "payment-card-number");
    for (int i = 1; i < notes.calls.size(); i++) {
      assertThat(notes.calls.get(i)).as("told once").isNotEqualTo(notes.calls.get(i - 1));
    }
    assertThat(notes.calls.getLast()).isEqualTo(world.twilio.call(call));
    assertThat(notes.calls.getLast().over()).isTrue();
    assertThat(notes.lines).isEqualTo(world.twilio.journal(0));
  }

  @Test
  void a_watcher_who_comes_later_is_shown_the_calls_that_have_not_ended_and_the_lines_since() {
    var ended = world.call();
    world.twilio.hangUp(ended);
    var open = world.call();
    var notes = new Notes();
    world.twilio.watch(3, notes);
    assertThat(notes.calls).containsExactly(world.twilio.call(open));
    assertThat(notes.lines).isEqualTo(world.twilio.journal(3));
  }

  @Test
  void what_nobody_sees_is_told_to_nobody() {
    var notes = new Notes();
    var watch = world.twilio.watch(Long.MAX_VALUE, notes);
    var call = world.call();
    int told = notes.calls.size();
    world.types(call, "12");
    assertThat(notes.calls).as("keys that no payment hears show nowhere").hasSize(told);
    watch.close();
    world.twilio.hangUp(call);
    assertThat(notes.calls).hasSize(told);
  }

  @Test
  void a_reset_begins_another_world() {
    var notes = new Notes();
    world.twilio.watch(0, notes);
    world.call();
    world.twilio.reset();
    var again = world.call();
    assertThat(notes.worlds).hasSize(2).doesNotHaveDuplicates();
    assertThat(notes.calls.getLast().sid()).isEqualTo(again);
  }

  @Test
  void a_softphone_rings_until_it_is_answered_by_hand() {
    var seen = new ArrayList<SoftphoneLeg>();
    world.twilio.softphone("alice", seen::add);
    var call = ring();
    world.pass(10);
    assertThat(seen).extracting(SoftphoneLeg::status).containsExactly("initiated", "ringing");
    assertThat(seen).extracting(SoftphoneLeg::parentSid).containsOnly(call);
    world.twilio.answer(seen.getLast().sid());
    assertThat(seen.getLast().status()).isEqualTo("in-progress");
    assertThat(world.twilio.call(call).status()).isEqualTo("in-progress");
    world.twilio.hangUp(call);
    assertThat(seen.getLast().status()).isEqualTo("completed");
    assertThat(seen).hasSize(4);
  }

  @Test
  void a_softphone_may_turn_a_call_down_or_let_it_ring_out() {
    var seen = new ArrayList<SoftphoneLeg>();
    world.twilio.softphone("alice", seen::add);
    ring();
    world.pass(1);
    world.twilio.reject(seen.getLast().sid());
    assertThat(seen.getLast().status()).isEqualTo("busy");
    ring();
    world.pass(31);
    assertThat(seen.getLast().status()).isEqualTo("no-answer");
  }

  @Test
  void a_softphone_that_comes_while_it_rings_sees_the_leg_and_answers_it() {
    var call = ring();
    world.pass(0.2);
    var seen = new ArrayList<SoftphoneLeg>();
    world.twilio.softphone("alice", seen::add);
    world.pass(10);
    assertThat(seen).extracting(SoftphoneLeg::status).containsExactly("ringing");
    assertThat(world.twilio.call(call).status()).isEqualTo("ringing");
  }

  @Test
  void a_softphone_that_leaves_while_it_rings_leaves_it_ringing() {
    var softphone = world.twilio.softphone("alice", _ -> {});
    var call = ring();
    world.pass(0.2);
    softphone.close();
    world.pass(10);
    assertThat(world.twilio.call(call).status())
        .as("its page is being reloaded")
        .isEqualTo("ringing");
  }

  @Test
  void calls_answer_themselves_again_when_the_last_softphone_has_left() {
    var one = world.twilio.softphone("alice", _ -> {});
    var other = world.twilio.softphone("alice", _ -> {});
    one.close();
    var call = ring();
    world.pass(10);
    assertThat(world.twilio.call(call).status()).isEqualTo("ringing");
    other.close();
    world.twilio.hangUp(call);
    assertThat(world.twilio.call(world.call()).status()).isEqualTo("in-progress");
  }

  @Test
  void somebody_elses_softphone_changes_nothing() {
    var seen = new ArrayList<SoftphoneLeg>();
    world.twilio.softphone("bob", seen::add);
    world.call();
    assertThat(seen).isEmpty();
  }

  private String ring() {
    return world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
  }
}
