package dev.agentpay.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.simulator.VirtualWorld;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tests that watchers receive each change once, and that a connected softphone is answered by
/// hand.
class ChangeNotifierTest {
  private final VirtualWorld world = new VirtualWorld();

  /// Records what it receives.
  private static final class RecordingWatcher implements Watcher {
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

    List<String> customerAudio() {
      return calls.stream().map(call -> call.hears().kind().wire()).distinct().toList();
    }
  }

  @Test
  void a_watcher_receives_a_call_from_start_to_end() {
    final RecordingWatcher watcher = new RecordingWatcher();
    world.twilio.watch(0, watcher);
    final String call = world.call();
    final String payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    world.types(call, "4111");
    world.types(call, "1111");
    world.types(call, "11111111");
    world.twilio.hangUp(call);

    assertThat(watcher.customerAudio()).containsExactly("ringing", "talking", "ended");
    assertThat(watcher.calls).extracting(CallView::paymentSid).contains("", payment);
    assertThat(watcher.calls).extracting(CallView::capturing).contains("", "payment-card-number");
    for (int i = 1; i < watcher.calls.size(); i++) {
      assertThat(watcher.calls.get(i)).as("published once").isNotEqualTo(watcher.calls.get(i - 1));
    }
    assertThat(watcher.calls.getLast()).isEqualTo(world.twilio.call(call));
    assertThat(watcher.calls.getLast().over()).isTrue();
    assertThat(watcher.lines).isEqualTo(world.twilio.journal(0));
  }

  @Test
  void a_later_watcher_receives_open_calls_and_lines() {
    final String ended = world.call();
    world.twilio.hangUp(ended);
    final String open = world.call();
    final RecordingWatcher watcher = new RecordingWatcher();
    world.twilio.watch(3, watcher);
    assertThat(watcher.calls).containsExactly(world.twilio.call(open));
    assertThat(watcher.lines).isEqualTo(world.twilio.journal(3));
  }

  @Test
  void publishes_only_visible_changes() {
    final RecordingWatcher watcher = new RecordingWatcher();
    final ChangeNotifier.Subscription watch = world.twilio.watch(Long.MAX_VALUE, watcher);
    final String call = world.call();
    int published = watcher.calls.size();
    world.types(call, "12");
    assertThat(watcher.calls)
        .as("keys that no payment receives are not published")
        .hasSize(published);
    watch.close();
    world.twilio.hangUp(call);
    assertThat(watcher.calls).hasSize(published);
  }

  @Test
  void a_reset_starts_another_world() {
    final RecordingWatcher watcher = new RecordingWatcher();
    world.twilio.watch(0, watcher);
    world.call();
    world.twilio.reset();
    final String again = world.call();
    assertThat(watcher.worlds).hasSize(2).doesNotHaveDuplicates();
    assertThat(watcher.calls.getLast().sid()).isEqualTo(again);
  }

  @Test
  void a_softphone_rings_until_it_is_answered_by_hand() {
    final List<SoftphoneLeg> legs = new ArrayList<>();
    world.twilio.softphone("alice", legs::add);
    final String call = ring();
    world.pass(10);
    assertThat(legs).extracting(SoftphoneLeg::status).containsExactly("initiated", "ringing");
    assertThat(legs).extracting(SoftphoneLeg::parentSid).containsOnly(call);
    world.twilio.answer(legs.getLast().sid());
    assertThat(legs.getLast().status()).isEqualTo("in-progress");
    assertThat(world.twilio.call(call).status()).isEqualTo("in-progress");
    world.twilio.hangUp(call);
    assertThat(legs.getLast().status()).isEqualTo("completed");
    assertThat(legs).hasSize(4);
  }

  @Test
  void a_softphone_can_reject_a_call_or_time_out() {
    final List<SoftphoneLeg> legs = new ArrayList<>();
    world.twilio.softphone("alice", legs::add);
    ring();
    world.pass(1);
    world.twilio.reject(legs.getLast().sid());
    assertThat(legs.getLast().status()).isEqualTo("busy");
    ring();
    world.pass(31);
    assertThat(legs.getLast().status()).isEqualTo("no-answer");
  }

  @Test
  void a_softphone_that_connects_late_receives_the_ringing_leg() {
    final String call = ring();
    world.pass(0.2);
    final List<SoftphoneLeg> legs = new ArrayList<>();
    world.twilio.softphone("alice", legs::add);
    world.pass(10);
    assertThat(legs).extracting(SoftphoneLeg::status).containsExactly("ringing");
    assertThat(world.twilio.call(call).status()).isEqualTo("ringing");
  }

  @Test
  void a_leg_keeps_ringing_when_its_softphone_disconnects() {
    final ChangeNotifier.Subscription softphone = world.twilio.softphone("alice", _ -> {});
    final String call = ring();
    world.pass(0.2);
    softphone.close();
    world.pass(10);
    assertThat(world.twilio.call(call).status())
        .as("its page may be reloading")
        .isEqualTo("ringing");
  }

  @Test
  void auto_answer_resumes_after_the_last_softphone_disconnects() {
    final ChangeNotifier.Subscription one = world.twilio.softphone("alice", _ -> {});
    final ChangeNotifier.Subscription other = world.twilio.softphone("alice", _ -> {});
    one.close();
    final String call = ring();
    world.pass(10);
    assertThat(world.twilio.call(call).status()).isEqualTo("ringing");
    other.close();
    world.twilio.hangUp(call);
    assertThat(world.twilio.call(world.call()).status()).isEqualTo("in-progress");
  }

  @Test
  void another_identitys_softphone_has_no_effect() {
    final List<SoftphoneLeg> legs = new ArrayList<>();
    world.twilio.softphone("bob", legs::add);
    world.call();
    assertThat(legs).isEmpty();
  }

  private String ring() {
    return world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
  }
}
