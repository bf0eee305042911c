package dev.agentpay.store;

import static dev.agentpay.store.Fixtures.NOON;
import static dev.agentpay.store.Fixtures.deadline;
import static dev.agentpay.store.Fixtures.queue;
import static dev.agentpay.store.Fixtures.session;
import static dev.agentpay.store.Fixtures.started;
import static dev.agentpay.store.Fixtures.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.Append;
import dev.agentpay.events.DeadLetter;
import dev.agentpay.events.DeadLetters;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Outbox;
import dev.agentpay.events.Task;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.values.CaptureField;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class DeadLettersContractTest {
  private static final String Q1 = queue(session(1));
  private static final String REASON = "java.lang.IllegalStateException at a.b.C";

  @Parameter Engine engine;
  @TempDir Path folder;
  private Engine.Ports ports;
  private EventStore store;
  private Outbox outbox;
  private DeadLetters letters;

  @BeforeEach
  void open() {
    ports = engine.open(folder);
    store = ports.events();
    outbox = ports.outbox();
    letters = ports.deadLetters();
  }

  @AfterEach
  void close() {
    ports.close();
  }

  private static Instant at(long seconds) {
    return NOON.plusSeconds(seconds);
  }

  private static Task capture(long number) {
    return Task.of(Q1, number, new Instruction.Capture(CaptureField.SECURITY_CODE), at(0));
  }

  private Task leased(long second) {
    return outbox.leaseNext(Q1, "node", at(second), at(second + 10)).orElseThrow();
  }

  private DeadLetter onlyLetter() {
    assertThat(letters.count()).isEqualTo(1);
    return letters.newest(DeadLetters.MAX_LISTED).getFirst();
  }

  @Test
  void a_dead_letter_unblocks_its_queue() {
    store.append(with(started(1), capture(2), capture(3)));
    final Task first = leased(0);

    outbox.putAside(first, REASON, at(1));

    assertThat(leased(1).number()).isEqualTo(3);
    final DeadLetter letter = onlyLetter();
    assertThat(letter.at()).isEqualTo(at(1));
    assertThat(letter.queue()).isEqualTo(Q1);
    assertThat(letter.number()).isEqualTo(2);
    assertThat(letter.type()).isEqualTo("Capture");
    assertThat(letter.body()).contains("SECURITY_CODE");
    assertThat(letter.attempts()).isEqualTo(1);
    assertThat(letter.reason()).isEqualTo(REASON);
    assertThat(letters.find(letter.id())).contains(letter);
  }

  @Test
  void counts_consecutive_failures() {
    store.append(with(started(1), capture(2)));
    outbox.putOff(leased(0).failed(), at(1));
    final Task second = leased(1);
    assertThat(second.failures()).isEqualTo(1);
    outbox.putOff(second.failed(), at(2));
    final Task third = leased(2);
    assertThat(third.failures()).isEqualTo(2);
    assertThat(third.mayHaveGotThrough()).isTrue();
    outbox.putOff(third.tried(true), at(3));
    assertThat(leased(3).failures()).isZero();
  }

  @Test
  void does_not_move_a_task_that_was_leased_again() {
    store.append(with(started(1), capture(2)));
    final Task late = leased(0);
    leased(10);
    outbox.putAside(late, REASON, at(11));
    assertThat(letters.count()).isZero();
    assertThat(outbox.nextDue()).contains(at(20));
  }

  @Test
  void a_retried_task_keeps_its_number_and_attempts() {
    store.append(with(started(1), capture(2), capture(3)));
    outbox.putOff(leased(0).tried(true), at(1));
    outbox.putAside(leased(1).failed(), REASON, at(1));
    final DeadLetter letter = onlyLetter();

    assertThat(letters.retry(letter.id(), at(5))).contains(letter);

    assertThat(letters.count()).isZero();
    assertThat(outbox.leaseNext(Q1, "node", at(4), at(15))).isEmpty();
    final Task again = leased(5);
    assertThat(again.number()).isEqualTo(2);
    assertThat(again.attempts()).isEqualTo(3);
    assertThat(again.futile()).isEqualTo(1);
    assertThat(again.mayHaveGotThrough()).isTrue();
    assertThat(again.failures()).isZero();
    outbox.done(again);
    assertThat(leased(6).number()).isEqualTo(3);
  }

  @Test
  void a_removed_dead_letter_cannot_be_retried() {
    store.append(with(started(1), capture(2)));
    outbox.putAside(leased(0), REASON, at(1));
    final DeadLetter letter = onlyLetter();
    assertThat(letters.drop(letter.id())).contains(letter);
    assertThat(letters.drop(letter.id())).isEmpty();
    assertThat(letters.retry(letter.id(), at(2))).isEmpty();
    assertThat(letters.find(letter.id())).isEmpty();
    assertThat(outbox.nextDue()).isEmpty();
  }

  @Test
  void a_retried_deadline_does_not_replace_a_newer_one() {
    store.append(with(started(1), deadline(session(1), at(0))));
    outbox.putAside(outbox.leaseDue("node", at(0), at(10)).getFirst(), REASON, at(1));
    final DeadLetter letter = onlyLetter();
    store.append(Append.of(List.of(), List.of(deadline(session(1), at(60))), Set.of()));

    assertThat(letters.retry(letter.id(), at(5))).contains(letter);

    assertThat(letters.count()).isZero();
    assertThat(outbox.nextDue()).contains(at(60));
  }

  @Test
  void lists_the_newest_first() {
    store.append(with(started(1), capture(2), capture(3), capture(4)));
    for (int i = 0; i < 3; i++) {
      outbox.putAside(leased(i), REASON, at(i));
    }
    assertThat(letters.newest(2)).extracting(DeadLetter::number).containsExactly(4L, 3L);
    assertThat(letters.newest(DeadLetters.MAX_LISTED)).hasSize(3);
  }

  @Test
  void lists_those_before_one_that_was_dropped() {
    store.append(with(started(1), capture(2), capture(3), capture(4)));
    for (int i = 0; i < 3; i++) {
      outbox.putAside(leased(i), REASON, at(i));
    }
    final long middle = letters.newest(2).getLast().id();
    letters.drop(middle);
    assertThat(letters.before(middle, 2)).extracting(DeadLetter::number).containsExactly(2L);
    assertThat(letters.before(letters.newest(1).getFirst().id(), 2))
        .extracting(DeadLetter::number)
        .containsExactly(2L);
  }

  @Test
  void an_append_may_contain_only_tasks() {
    final Task task = Task.next("callback/1", capture(1).work(), at(0));
    store.append(Append.of(List.of(), List.of(task), Set.of()));
    store.append(Append.of(List.of(), List.of(task), Set.of()));
    final Task first = outbox.leaseNext("callback/1", "node", at(0), at(10)).orElseThrow();
    outbox.done(first);
    final Task second = outbox.leaseNext("callback/1", "node", at(0), at(10)).orElseThrow();
    assertThat(second.number()).isGreaterThan(first.number());
  }
}
