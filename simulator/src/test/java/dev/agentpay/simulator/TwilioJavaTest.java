package dev.agentpay.simulator;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import com.twilio.rest.api.v2010.account.call.Payment;
import com.twilio.type.PhoneNumber;
import com.twilio.type.Twiml;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Tests the REST API with Twilio's own Java client.
class TwilioJavaTest {
  private final TestContactCentre centre = new TestContactCentre();

  @AfterEach
  void close() {
    centre.close();
  }

  @Test
  void fetches_a_call_and_lists_its_children() {
    final String sid = centre.callInProgress();
    final Call call = Call.fetcher(sid).fetch(centre.twilio);
    assertThat(call.getStatus()).isEqualTo(Call.Status.IN_PROGRESS);
    assertThat(call.getDirection()).isEqualTo("inbound");
    assertThat(call.getFrom()).isEqualTo("+15550199");
    assertThat(call.getTo()).isEqualTo(TestContactCentre.NUMBER);
    assertThat(call.getStartTime()).isNotNull();
    assertThat(call.getEndTime()).isNull();
    assertThat(call.getSubresourceUris()).containsKey("payments");

    final List<Call> children = new ArrayList<>();
    Call.reader().setParentCallSid(sid).read(centre.twilio).forEach(children::add);
    assertThat(children)
        .singleElement()
        .satisfies(
            child -> {
              assertThat(child.getTo()).isEqualTo("client:alice");
              assertThat(child.getParentCallSid()).isEqualTo(sid);
            });
  }

  @Test
  void reads_all_pages_of_calls() {
    for (int i = 0; i < 7; i++) {
      centre.simulator.twilio().dialIn("+1555020" + i, TestContactCentre.NUMBER);
    }
    final List<String> from = new ArrayList<>();
    Call.reader()
        .setTo(new PhoneNumber(TestContactCentre.NUMBER))
        .pageSize(3)
        .read(centre.twilio)
        .forEach(call -> from.add(call.getFrom()));
    assertThat(from).hasSize(7).doesNotHaveDuplicates().startsWith("+15550206");
    final List<Call> none = new ArrayList<>();
    Call.reader().setStatus(Call.Status.BUSY).read(centre.twilio).forEach(none::add);
    assertThat(none).isEmpty();
  }

  @Test
  void reports_every_status_of_an_outbound_call() {
    final Call call =
        Call.creator(
                new PhoneNumber("+15550142"),
                new PhoneNumber(TestContactCentre.NUMBER),
                URI.create(centre.url("/voice")))
            .setStatusCallback(URI.create(centre.url("/leg")))
            .setStatusCallbackEvent(List.of("initiated", "ringing", "answered", "completed"))
            .create(centre.twilio);
    assertThat(call.getStatus()).isEqualTo(Call.Status.QUEUED);
    centre.awaitCallback(
        r -> "in-progress".equals(r.get("CallStatus")) && call.getSid().equals(r.get("CallSid")));
    Call.updater(call.getSid()).setStatus(Call.UpdateStatus.COMPLETED).update(centre.twilio);
    centre.awaitCallback(
        r -> "completed".equals(r.get("CallStatus")) && call.getSid().equals(r.get("CallSid")));
    assertThat(Call.fetcher(call.getSid()).fetch(centre.twilio).getStatus())
        .isEqualTo(Call.Status.COMPLETED);
    assertThat(centre.received).allMatch(TestContactCentre.Received::signed);
  }

  @Test
  void redirects_a_call_to_new_twiml() {
    final String sid = centre.callInProgress();
    final String agent = centre.simulator.twilio().call(sid).children().getFirst().sid();
    Call.updater(sid)
        .setTwiml(new Twiml("<Response><Pause length='600'/></Response>"))
        .update(centre.twilio);
    await().atMost(30, SECONDS).until(() -> centre.callStatus(agent).equals("completed"));
    assertThat(centre.callStatus(sid)).isEqualTo("in-progress");
    assertThat(centre.at("/after-dial")).isEmpty();
  }

  @Test
  void redirecting_the_agents_leg_ends_the_customers_dial() {
    final String sid = centre.callInProgress();
    final String agent = centre.simulator.twilio().call(sid).children().getFirst().sid();
    Call.updater(agent)
        .setTwiml(new Twiml("<Response><Pause length='600'/></Response>"))
        .update(centre.twilio);
    centre.awaitCallback(r -> r.path().equals("/after-dial"));
    assertThat(centre.callStatus(agent)).isEqualTo("in-progress");
  }

  @Test
  void cancels_only_ringing_calls() {
    final String sid = centre.callInProgress();
    assertThatThrownBy(
            () -> Call.updater(sid).setStatus(Call.UpdateStatus.CANCELED).update(centre.twilio))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.getCode()).isEqualTo(21220));
    centre.control(
        "PUT", "/simulator/switches", Map.of("autoAnswer", false, "firstDigitTimeoutSeconds", 0));
    final Call out =
        Call.creator(
                new PhoneNumber("+15550142"),
                new PhoneNumber(TestContactCentre.NUMBER),
                new Twiml("<Response/>"))
            .create(centre.twilio);
    Call.updater(out.getSid()).setStatus(Call.UpdateStatus.CANCELED).update(centre.twilio);
    assertThat(centre.callStatus(out.getSid())).isEqualTo("canceled");
  }

  @Test
  void twilio_java_can_read_errors() {
    final String call = centre.callInProgress();
    assertThatThrownBy(() -> centre.payment(call).setPaymentConnector("none").create(centre.twilio))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(64004);
              assertThat(e.getStatusCode()).isEqualTo(400);
              assertThat(e.getMoreInfo()).endsWith("/64004");
            });
    final TwilioRestClient stranger =
        TestContactCentre.client(centre.simulator, centre.simulator.accountSid(), "wrong");
    assertThatThrownBy(() -> centre.payment(call).create(stranger))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.getCode()).isEqualTo(20003));
    final TwilioRestClient owner =
        TestContactCentre.client(
            centre.simulator, centre.simulator.accountSid(), centre.simulator.authToken());
    assertThat(centre.payment(call).create(owner).getSid()).startsWith("PK").hasSize(34);
  }

  @Test
  void simultaneous_updates_leave_a_consistent_payment() throws Exception {
    final String call = centre.callInProgress();
    final Payment payment = centre.payment(call).create(centre.twilio);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        Callable<Boolean> card = () -> captured(payment, Payment.Capture.PAYMENT_CARD_NUMBER);
        Callable<Boolean> date = () -> captured(payment, Payment.Capture.EXPIRATION_DATE);
        for (Future<Boolean> done : threads.invokeAll(List.of(card, date))) {
          assertThat(done.get()).isTrue();
        }
      }
    }
    await().atMost(30, SECONDS).until(() -> centre.at("/pay").size() == 201);
    final List<TestContactCentre.Received> captures = centre.at("/pay").stream().skip(1).toList();
    assertThat(captures).filteredOn(r -> "expiration-date".equals(r.get("Capture"))).hasSize(100);
    assertThat(captures)
        .allMatch(
            r -> r.get("Required").equals("payment-card-number,expiration-date,security-code"));
  }

  @Test
  void one_of_two_simultaneous_creates_wins() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        final String call =
            centre.simulator.twilio().dialIn("+15550199", TestContactCentre.NUMBER).sid();
        await().atMost(30, SECONDS).until(() -> centre.callStatus(call).equals("in-progress"));
        Callable<Boolean> create =
            () -> {
              try {
                return centre.payment(call).create(centre.twilio) != null;
              } catch (ApiException e) {
                assertThat(e.getCode()).isEqualTo(64021);
                return false;
              }
            };
        int won = 0;
        for (Future<Boolean> done : threads.invokeAll(List.of(create, create))) {
          won += done.get() ? 1 : 0;
        }
        assertThat(won).isEqualTo(1);
      }
    }
  }

  private boolean captured(Payment payment, Payment.Capture field) {
    centre.capture(payment, field);
    return true;
  }
}
