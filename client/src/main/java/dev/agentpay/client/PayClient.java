package dev.agentpay.client;

import dev.agentpay.client.http.Http;
import dev.agentpay.client.http.JsonView;
import dev.agentpay.client.http.Wire;
import dev.agentpay.client.model.Agent;
import dev.agentpay.client.model.Availability;
import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.DeadLetter;
import dev.agentpay.client.model.Me;
import dev.agentpay.client.model.Names;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.client.model.StreamItem;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;

/// The AgentPay API for somebody who is signed in. Safe for use by many threads.
///
/// ```java
/// PayClient client = PayClient.connect(URI.create("http://localhost:8080")).signIn("alice", "…");
/// ```
///
/// Every method may throw a `PayException`; its type and `PayException.isRetryable` say what to do.
/// What failed for a reason that may pass (no connection, 429, 502, 503, 504) has been tried four
/// times by then, a POST each time under the same idempotency key, so that it is done only once.
public final class PayClient {
  private static final String BY_UUI = "/api/calls/by-uui";

  /// What an id or a sid looks like, so that it cannot be another path.
  private static final String ID = "[A-Za-z0-9_-]{1,128}";

  private static final String DEAD_LETTERS = "/api/dead-letters";

  private final Http http;
  private final String token;
  private final Optional<Instant> tokenExpiresAt;

  PayClient(Http http, String token, Optional<Instant> tokenExpiresAt) {
    this.http = http;
    this.token = token;
    this.tokenExpiresAt = tokenExpiresAt;
  }

  /// The server at this address, to sign in to.
  ///
  /// @param base such as `https://pay.example.com`; may have a path. Over plain `http` the password
  ///   and the token travel in the clear: for your own machine only
  /// @throws IllegalArgumentException when it is no such URI
  public static PayServer connect(URI base) {
    return PayServer.at(base);
  }

  /// Until when the token is good, if it was got by signing in.
  public Optional<Instant> tokenExpiresAt() {
    return tokenExpiresAt;
  }

  /// Who is signed in.
  public Me me() {
    return Wire.me(get("/api/me"));
  }

  /// From now on calls may come.
  public Agent ready() {
    return availability(Availability.READY);
  }

  /// From now on no calls come; one that is there stays.
  public Agent away() {
    return availability(Availability.AWAY);
  }

  /// My live calls, also one that rings for me; a supervisor's: all.
  public List<Call> calls() {
    return get("/api/calls").list("calls", Wire::call);
  }

  /// @throws PayException `UNKNOWN_CALL` when there is none, or it is somebody else's
  public Call call(String sid) {
    return Wire.call(get("/api/calls/" + id(sid)));
  }

  /// Live calls that are nobody's; for supervisors.
  public List<Call> unmatchedCalls() {
    return get("/api/calls?unmatched=true").list("calls", Wire::call);
  }

  /// Live calls under the UUI by which a PBX or CTI knows them: mine, or nobody's.
  public List<Call> callsByUui(String uui) {
    return get(BY_UUI + "?uui=" + URLEncoder.encode(uui, StandardCharsets.UTF_8))
        .list("calls", Wire::call);
  }

  /// Makes the call mine.
  ///
  /// @param sid of any leg of it; the answer names the customer's
  /// @throws PayException `UNKNOWN_CALL`, `NOT_A_CUSTOMER_LEG`, `CALL_NOT_IN_PROGRESS`
  public Call claim(String sid) {
    return Wire.call(post("/api/calls/" + id(sid) + "/claim", Map.of(), newKey()));
  }

  /// Makes the call under this UUI mine.
  ///
  /// @return empty while there is none: it becomes mine as soon as it is dialled, which
  ///   [PayStream#awaitCall] tells
  /// @throws PayException `AMBIGUOUS_UUI` when there are several: claim one of [#callsByUui] by its
  ///   sid; `UUI_CLAIMED` when another agent waits for it, `CALL_HAS_SESSION` when another agent's
  ///   payment is open
  public Optional<Call> claimByUui(String uui) {
    final JsonView answer = post(BY_UUI + "/claim", Map.of("uui", uui), newKey());
    return answer.flag("waiting") ? Optional.empty() : Optional.of(Wire.call(answer));
  }

  /// Waits no longer for the call under this UUI: takes back a claim of mine, or as a supervisor
  /// anybody's. Nothing happens when none waits.
  public void withdrawClaim(String uui) {
    post(BY_UUI + "/withdraw", Map.of("uui", uui), newKey());
  }

  /// Gives the call to an agent; for supervisors.
  ///
  /// @throws PayException `CALL_HAS_SESSION` while a payment is open on it
  public Call assign(String sid, String agent) {
    return Wire.call(post("/api/calls/" + id(sid) + "/assign", Map.of("agent", agent), newKey()));
  }

  /// Starts a payment. The session is `OPENING`; [PayStream#await] tells how it goes on.
  ///
  /// @throws PayException `CALL_NOT_IN_PROGRESS`, `CALL_HAS_SESSION`, `MAY_HAVE_CHARGED`, `INVALID`
  public PaySession start(StartPayment request) {
    return start(request, "");
  }

  /// Starts a payment and waits until Twilio has opened it, or that long.
  ///
  /// @param wait up to 10 s, the server's limit
  public PaySession start(StartPayment request, Duration wait) {
    return start(request, "?wait=" + Math.max(1, wait.toSeconds()) + "s");
  }

  /// @throws PayException `UNKNOWN_SESSION` when there is none, or it is somebody else's
  public PaySession paySession(String id) {
    return Wire.paySession(get(session(id)));
  }

  /// Newest first.
  public List<PaySession> paySessions(PaySessionQuery query) {
    return get("/api/pay-sessions" + query.text()).list("paySessions", Wire::paySession);
  }

  /// Asks the customer for this field. For the one that is being captured it changes nothing.
  public PaySession capture(String id, CaptureField field) {
    return act(id, "captures", Map.of("field", Names.wire(field)));
  }

  /// Asks the customer for this field.
  ///
  /// @param again whether what was typed of it is void
  public PaySession capture(String id, CaptureField field, boolean again) {
    return act(id, "captures", Map.of("field", Names.wire(field), "again", again));
  }

  /// Charges, or tokenises. Money may move from here on; repeated, it changes nothing.
  ///
  /// @throws PayException `NOT_NOW` unless the session is `READY`
  public PaySession submit(String id) {
    return act(id, "submit", Map.of());
  }

  /// Ends the session without a payment; repeated, it changes nothing.
  ///
  /// @throws PayException `NOT_NOW` once it was submitted
  public PaySession cancel(String id) {
    return act(id, "cancel", Map.of());
  }

  /// Says how an `UNCONFIRMED` session ended. Supervisors only.
  ///
  /// @param end `PAID`, `TOKENIZED`, `DECLINED` or `FAILED`
  /// @param reason for the audit log
  /// @param evidence the confirmation code or token that was found; empty when there is none
  public PaySession resolve(String id, SessionState end, String reason, String evidence) {
    final Map<String, String> body = new LinkedHashMap<>();
    body.put("end", Names.wire(end));
    body.put("reason", reason);
    if (!evidence.isEmpty()) {
      body.put("evidence", evidence);
    }
    return act(id, "resolve", body);
  }

  /// The session's audit log, from its first event.
  public List<PayEvent> events(String id) {
    return get(session(id) + "/events").list("events", Wire::event);
  }

  /// What the server could not handle and put aside, the newest first. Supervisors only.
  ///
  /// @param limit 1 to 500
  public List<DeadLetter> deadLetters(int limit) {
    return get(DEAD_LETTERS + "?limit=" + limit).list("deadLetters", Wire::deadLetter);
  }

  /// One of them with its work. Supervisors only.
  ///
  /// @throws PayException `NOT_FOUND` when there is none: it was retried or dropped
  public DeadLetter deadLetter(long id) {
    return Wire.deadLetter(get(DEAD_LETTERS + "/" + id));
  }

  /// Has it tried again, at its old place in its queue. Supervisors only.
  ///
  /// @throws PayException `NOT_FOUND` when there is none: it was retried or dropped
  public DeadLetter retryDeadLetter(long id) {
    return Wire.deadLetter(post(DEAD_LETTERS + "/" + id + "/retry", Map.of(), newKey()));
  }

  /// Forgets it. Supervisors only.
  ///
  /// @throws PayException `NOT_FOUND` when there is none: it was retried or dropped
  public DeadLetter dropDeadLetter(long id) {
    return Wire.deadLetter(post(DEAD_LETTERS + "/" + id + "/drop", Map.of(), newKey()));
  }

  /// Opens a stream that tells a listener.
  public PayStream stream(StreamListener listener) {
    return stream("", StreamSink.of(listener));
  }

  /// Opens a stream that fills a queue; when that is full, the stream stands still.
  public PayStream stream(BlockingQueue<? super StreamItem> queue) {
    return stream("", StreamSink.of(queue));
  }

  /// Opens a stream for its awaits only.
  public PayStream stream() {
    return stream(new StreamListener() {});
  }

  /// Opens a stream of one agent's calls and sessions. Supervisors only.
  public PayStream streamOf(String agent, StreamListener listener) {
    return stream(
        "?agent=" + URLEncoder.encode(agent, StandardCharsets.UTF_8), StreamSink.of(listener));
  }

  /// Never the token.
  @Override
  public String toString() {
    return "PayClient[" + http.base() + ", token ***]";
  }

  private PayStream stream(String query, StreamSink sink) {
    return PayStream.begin(
        this,
        position -> StreamConnection.open(http, to("/api/events" + query).GET(), position),
        http.backoff(),
        sink);
  }

  private Agent availability(Availability wanted) {
    final JsonView answer =
        http.send(
            to("/api/me/availability")
                .header("Content-Type", "application/json")
                .PUT(Http.json(Map.of("availability", Names.wire(wanted))))
                .build());
    return Wire.agent(answer);
  }

  private PaySession start(StartPayment request, String query) {
    return Wire.paySession(
        post(
            "/api/pay-sessions" + query,
            request.properties(),
            request.idempotencyKey().orElseGet(PayClient::newKey)));
  }

  private PaySession act(String id, String action, Map<String, ?> body) {
    return Wire.paySession(post(session(id) + "/" + action, body, newKey()));
  }

  private JsonView get(String path) {
    return http.send(to(path).GET().build());
  }

  private JsonView post(String path, Map<String, ?> body, String key) {
    return http.send(
        to(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(Http.json(body))
            .build());
  }

  private HttpRequest.Builder to(String path) {
    return http.to(path).header("Authorization", "Bearer " + token);
  }

  private static String newKey() {
    return UUID.randomUUID().toString();
  }

  private static String session(String id) {
    return "/api/pay-sessions/" + id(id);
  }

  private static String id(String id) {
    if (!id.matches(ID)) {
      throw new IllegalArgumentException("an id has 1 to 128 letters, digits, _ and -");
    }
    return id;
  }
}
