package dev.agentpay.twilio.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
  private final RequestBody body = RequestBody.of("Status=complete");

  @Test
  void a_sent_body_cannot_be_withdrawn() throws Exception {
    assertThat(read(body).get()).isEqualTo("Status=complete");

    assertThat(body.withdraw()).isFalse();
  }

  @Test
  void a_withdrawn_body_is_never_sent() {
    assertThat(body.withdraw()).isTrue();
    assertThat(body.withdraw()).isTrue();

    assertThatThrownBy(() -> read(body).get())
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("the request was withdrawn");
  }

  @Test
  void an_empty_body_counts_as_sent() {
    assertThat(RequestBody.none().withdraw()).isFalse();
  }

  private static CompletableFuture<String> read(RequestBody body) {
    final HttpResponse.BodySubscriber<String> text =
        BodySubscribers.ofString(StandardCharsets.UTF_8);
    body.subscribe(
        new Flow.Subscriber<ByteBuffer>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            text.onSubscribe(subscription);
          }

          @Override
          public void onNext(ByteBuffer item) {
            text.onNext(List.of(item));
          }

          @Override
          public void onError(Throwable failure) {
            text.onError(failure);
          }

          @Override
          public void onComplete() {
            text.onComplete();
          }
        });
    return text.getBody().toCompletableFuture();
  }
}
