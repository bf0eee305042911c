package dev.agentpay.client;

import dev.agentpay.client.capture.CaptureListener;
import dev.agentpay.client.capture.CaptureTimeouts;
import dev.agentpay.client.capture.CardCapture;
import dev.agentpay.client.http.BearerToken;
import dev.agentpay.client.http.Http;
import dev.agentpay.client.http.JsonView;
import dev.agentpay.client.http.Wire;
import dev.agentpay.client.model.Agent;
import dev.agentpay.client.model.Availability;
import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.CaptureException;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.ConnectionState;
import dev.agentpay.client.model.DeadLetter;
import dev.agentpay.client.model.Me;
import dev.agentpay.client.model.Names;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.ServiceKey;
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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// The AgentPay API for a signed-in user. Thread-safe.
///
/// ```java
/// PayClient client = PayClient.connect(URI.create("http://localhost:8080")).signIn("alice", "…");
/// ```
///
/// Every method may throw a `PayException`; its type and `PayException.isRetryable` say what to do.
/// A transient failure (no connection, 429, 502, 503, 504) is retried: at most four attempts. All
/// attempts of a POST have the same idempotency key, so the server carries it out only once.
///
/// [#close] ends the client's streams, connections and threads. All its threads are daemon threads.
public final class PayClient implements AutoCloseable {
  private static final String BY_UUI = "/api/calls/by-uui";

  /// Format of ids and sids. Excludes every character that could change the path.
  private static final String ID = "[A-Za-z0-9_-]{1,128}";

  private static final int UNAUTHORIZED = 401;

  private static final String DEAD_LETTERS = "/api/dead-letters";

  private static final String SERVICE_KEYS = "/api/service-keys";

  private final Http http;
  private final BearerToken token;
  private final Optional<Instant> tokenExpiresAt;
  private final Set<PayStream> streams = ConcurrentHashMap.newKeySet();

  private final CaptureTimeouts captureTimeouts;
  private final AtomicReference<Optional<CardCapture>> capture =
      new AtomicReference<>(Optional.empty());

  PayClient(
      Http http,
      BearerToken token,
      Optional<Instant> tokenExpiresAt,
      CaptureTimeouts captureTimeouts) {
    this.http = http;
    this.token = token;
    this.tokenExpiresAt = tokenExpiresAt;
    this.captureTimeouts = captureTimeouts;
  }

  /// The server at this address. Sign in to get a client.
  ///
  /// @param base such as `https://pay.example.com`; may have a path. Use plain `http` only on your
  ///   own machine, because it sends the password and the token unencrypted
  /// @throws IllegalArgumentException if the URI is not a valid base
  public static PayServer connect(URI base) {
    return PayServer.at(base);
  }

  /// When the token expires; empty if the client did not sign in with a password.
  public Optional<Instant> tokenExpiresAt() {
    return tokenExpiresAt;
  }

  /// The signed-in user.
  public Me me() {
    return Wire.me(get("/api/me"));
  }

  /// Makes the agent available for calls.
  public Agent ready() {
    return availability(Availability.READY);
  }

  /// Makes the agent unavailable for new calls. A current call continues.
  public Agent away() {
    return availability(Availability.AWAY);
  }

  /// The agent's live calls, including one that rings. For a supervisor: all live calls.
  public List<Call> calls() {
    return get("/api/calls").list("calls", Wire::call);
  }

  /// @throws dev.agentpay.client.model.PayException `UNKNOWN_CALL` if it does not exist or belongs
  ///   to another agent
  public Call call(String sid) {
    return Wire.call(get("/api/calls/" + id(sid)));
  }

  /// Live calls that are not assigned to an agent. Supervisors only.
  public List<Call> unmatchedCalls() {
    return get("/api/calls?unmatched=true").list("calls", Wire::call);
  }

  /// Live calls with this UUI of a PBX or CTI that are assigned to this agent or to nobody.
  public List<Call> callsByUui(String uui) {
    return get(BY_UUI + "?uui=" + URLEncoder.encode(uui, StandardCharsets.UTF_8))
        .list("calls", Wire::call);
  }

  /// Assigns the call to this agent.
  ///
  /// @param sid of any leg of the call; the result has the customer's leg
  /// @throws dev.agentpay.client.model.PayException `UNKNOWN_CALL`, `NOT_A_CUSTOMER_LEG`,
  ///   `CALL_NOT_IN_PROGRESS`
  public Call claim(String sid) {
    return Wire.call(post("/api/calls/" + id(sid) + "/claim", Map.of(), newKey()));
  }

  /// Assigns the call with this UUI to this agent.
  ///
  /// @return empty if there is no such call yet. The server assigns it as soon as it is dialled;
  ///   wait for it with [PayStream#awaitCall]
  /// @throws dev.agentpay.client.model.PayException `AMBIGUOUS_UUI` if several calls have the UUI:
  ///   claim one of [#callsByUui] by its sid; `UUI_CLAIMED` if another agent waits for it;
  ///   `CALL_HAS_SESSION` if another agent has an open payment on it
  public Optional<Call> claimByUui(String uui) {
    final JsonView answer = post(BY_UUI + "/claim", Map.of("uui", uui), newKey());
    return answer.flag("waiting") ? Optional.empty() : Optional.of(Wire.call(answer));
  }

  /// Stops waiting for the call with this UUI. Withdraws this agent's claim; a supervisor can
  /// withdraw any claim. Does nothing if there is no claim.
  public void withdrawClaim(String uui) {
    post(BY_UUI + "/withdraw", Map.of("uui", uui), newKey());
  }

  /// Assigns the call to an agent. Supervisors only.
  ///
  /// @throws dev.agentpay.client.model.PayException `CALL_HAS_SESSION` while the call has an open
  ///   payment
  public Call assign(String sid, String agent) {
    return Wire.call(post("/api/calls/" + id(sid) + "/assign", Map.of("agent", agent), newKey()));
  }

  /// Starts a payment and returns immediately; the session is `OPENING`. Follow it with
  /// [PayStream#await].
  ///
  /// @throws dev.agentpay.client.model.PayException `CALL_NOT_IN_PROGRESS`, `CALL_HAS_SESSION`,
  ///   `MAY_HAVE_CHARGED`, `INVALID`
  public PaySession start(StartPayment request) {
    return start(request, "");
  }

  /// Starts a payment and waits until Twilio has opened it or the time is over.
  ///
  /// @param wait at most 10 s, the server's limit
  public PaySession start(StartPayment request, Duration wait) {
    return start(request, "?wait=" + Math.max(1, wait.toSeconds()) + "s");
  }

  /// @throws dev.agentpay.client.model.PayException `UNKNOWN_SESSION` if it does not exist or
  ///   belongs to another agent
  public PaySession paySession(String id) {
    return Wire.paySession(get(session(id)));
  }

  /// The first page of the matching sessions, newest first.
  public List<PaySession> paySessions(PaySessionQuery query) {
    return page(query).list("paySessions", Wire::paySession);
  }

  /// The matching sessions, newest first, however many there are. Requests a page of
  /// [PaySessionQuery#limit] sessions whenever the stream needs one, and throws the `PayException`
  /// of a request where the stream is read. Sessions that start meanwhile neither repeat nor hide
  /// others.
  ///
  /// @param most where the stream ends at the latest
  public Stream<PaySession> findPaySessions(PaySessionQuery query, long most) {
    return SessionPages.stream(this::page, query).limit(most);
  }

  private JsonView page(PaySessionQuery query) {
    return get("/api/pay-sessions" + query.text());
  }

  /// Asks the customer for this field. Changes nothing if the field is being captured already.
  public PaySession capture(String id, CaptureField field) {
    return changeSession(id, "captures", Map.of("field", Names.wire(field)));
  }

  /// Asks the customer for this field.
  ///
  /// @param again true discards what the customer has typed for it
  public PaySession capture(String id, CaptureField field, boolean again) {
    return changeSession(id, "captures", Map.of("field", Names.wire(field), "again", again));
  }

  /// Submits the session: Twilio charges or tokenizes. Money may move from here on. A repeated
  /// submit changes nothing.
  ///
  /// @throws dev.agentpay.client.model.PayException `NOT_NOW` unless the session is `READY`
  public PaySession submit(String id) {
    return changeSession(id, "submit", Map.of());
  }

  /// Ends the session without a payment. A repeated cancel changes nothing.
  ///
  /// @throws dev.agentpay.client.model.PayException `NOT_NOW` after the submit
  public PaySession cancel(String id) {
    return changeSession(id, "cancel", Map.of());
  }

  /// Records how an `UNCONFIRMED` session ended. Supervisors only.
  ///
  /// @param end `PAID`, `TOKENIZED`, `DECLINED` or `FAILED`
  /// @param reason for the audit log
  /// @param evidence the confirmation code or token that was found; empty if there is none
  public PaySession resolve(String id, SessionState end, String reason, String evidence) {
    final Map<String, String> body = new LinkedHashMap<>();
    body.put("end", Names.wire(end));
    body.put("reason", reason);
    if (!evidence.isEmpty()) {
      body.put("evidence", evidence);
    }
    return changeSession(id, "resolve", body);
  }

  /// The session's audit log, oldest event first.
  public List<PayEvent> events(String id) {
    return get(session(id) + "/events").list("events", Wire::event);
  }

  /// Work that the server could not process, newest first. Supervisors only.
  ///
  /// @param limit 1 to 500
  public List<DeadLetter> deadLetters(int limit) {
    return get(DEAD_LETTERS + "?limit=" + limit).list("deadLetters", Wire::deadLetter);
  }

  /// A dead letter including its work. Supervisors only.
  ///
  /// @throws dev.agentpay.client.model.PayException `NOT_FOUND` if it does not exist, for example
  ///   because it was retried or dropped
  public DeadLetter deadLetter(long id) {
    return Wire.deadLetter(get(DEAD_LETTERS + "/" + id));
  }

  /// Puts the work back at its original place in its queue. Supervisors only.
  ///
  /// @throws dev.agentpay.client.model.PayException `NOT_FOUND` if it does not exist, for example
  ///   because it was retried or dropped
  public DeadLetter retryDeadLetter(long id) {
    return Wire.deadLetter(post(DEAD_LETTERS + "/" + id + "/retry", Map.of(), newKey()));
  }

  /// Deletes a dead letter. Supervisors only.
  ///
  /// @throws dev.agentpay.client.model.PayException `NOT_FOUND` if it does not exist, for example
  ///   because it was retried or dropped
  public DeadLetter dropDeadLetter(long id) {
    return Wire.deadLetter(post(DEAD_LETTERS + "/" + id + "/drop", Map.of(), newKey()));
  }

  /// Takes card payments on each call that this agent gets, beginning with the one that the agent
  /// has. Connects, and continues the open payment on the call if there is one.
  ///
  /// A client has one attached capture at a time.
  ///
  /// @param listener `new CaptureListener() {}` if only the blocking methods are used
  /// @throws dev.agentpay.client.model.CaptureException `ALREADY_ATTACHED`, `UNREACHABLE`,
  ///   `SIGNED_OUT`; attaching again is possible
  public CardCapture attachPay(CaptureListener listener) {
    return attachPay(Optional.empty(), listener);
  }

  /// Takes card payments on this call. As [#attachPay(CaptureListener)].
  ///
  /// @param callSid the customer's leg of the call, or any other
  /// @throws IllegalArgumentException if it is no CallSid
  public CardCapture attachPay(String callSid, CaptureListener listener) {
    return attachPay(Optional.of(callSid), listener);
  }

  /// Opens a stream that calls a listener.
  public PayStream stream(StreamListener listener) {
    return stream("", StreamSink.of(listener));
  }

  /// Opens a stream that fills a queue. While the queue is full, the stream waits.
  public PayStream stream(BlockingQueue<? super StreamItem> queue) {
    return stream("", StreamSink.of(queue));
  }

  /// Opens a stream only for its await methods.
  public PayStream stream() {
    return stream(new StreamListener() {});
  }

  /// Opens a stream of one agent's calls and sessions. Supervisors only.
  public PayStream streamOf(String agent, StreamListener listener) {
    return stream(
        "?agent=" + URLEncoder.encode(agent, StandardCharsets.UTF_8), StreamSink.of(listener));
  }

  /// Closes the client's capture, streams and connections, and ends its requests: those that wait
  /// fail with a `NoAnswerException`, later ones with an `IllegalStateException`. The token stays
  /// valid. Does nothing if the client is closed already.
  @Override
  public void close() {
    capture.get().ifPresent(CardCapture::close);
    streams.forEach(PayStream::close);
    http.close();
  }

  /// Omits the token.
  @Override
  public String toString() {
    return "PayClient[" + http.base() + ", token ***]";
  }

  /// All service keys, newest first. Supervisors only.
  public List<ServiceKey> serviceKeys() {
    return get(SERVICE_KEYS).list("serviceKeys", Wire::serviceKey);
  }

  /// Creates a key for a back end. Only this answer has the secret. Supervisors only.
  ///
  /// @param name which system uses it
  /// @param scopes `tokens`, `any-agent`
  /// @param expiresInDays empty: never
  public ServiceKey createServiceKey(
      String name, List<String> scopes, Optional<Integer> expiresInDays) {
    final Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", name);
    body.put("scopes", scopes);
    expiresInDays.ifPresent(days -> body.put("expiresInDays", days));
    return Wire.serviceKey(post(SERVICE_KEYS, body, newKey()));
  }

  /// Adds a second secret to a key. Only this answer has it. Supervisors only.
  ///
  /// @param oldMinutes how long the old secret stays valid; empty: until it is revoked
  public ServiceKey rotateServiceKey(String id, Optional<Integer> oldMinutes) {
    final Map<String, Object> body = new LinkedHashMap<>();
    oldMinutes.ifPresent(minutes -> body.put("oldSecretMinutes", minutes));
    return Wire.serviceKey(post(SERVICE_KEYS + "/" + id(id) + "/rotate", body, newKey()));
  }

  /// Revokes a key for ever. Supervisors only.
  ///
  /// @param oldSecretOnly revokes only the secret from before the last rotation
  public ServiceKey revokeServiceKey(String id, boolean oldSecretOnly) {
    return Wire.serviceKey(
        post(
            SERVICE_KEYS + "/" + id(id) + "/revoke",
            Map.of("oldSecretOnly", oldSecretOnly),
            newKey()));
  }

  private CardCapture attachPay(Optional<String> callSid, CaptureListener listener) {
    http.requireOpen();
    final CaptureConnection connection = new CaptureConnection(this, http.base().toString());
    final Optional<CardCapture> mine =
        Optional.of(CardCapture.of(connection, callSid, listener, captureTimeouts));
    final Optional<CardCapture> current =
        capture.updateAndGet(last -> last.filter(CardCapture::isAttached).or(() -> mine));
    if (!current.equals(mine)) {
      throw new CaptureException(
          CaptureException.Code.ALREADY_ATTACHED,
          "close the client's other capture first",
          Optional.empty());
    }
    mine.get().attach();
    return mine.get();
  }

  private PayStream stream(String query, StreamSink sink) {
    http.requireOpen();
    final PayStream stream =
        PayStream.begin(
            this,
            position ->
                withToken(
                    newRequest("/api/events" + query).GET(),
                    request -> StreamConnection.open(http, request, position)),
            http.backoff(),
            sink,
            streams::remove);
    streams.add(stream);
    if (stream.state() == ConnectionState.CLOSED) {
      streams.remove(stream);
    }
    return stream;
  }

  private Agent availability(Availability wanted) {
    final JsonView answer =
        send(
            newRequest("/api/me/availability")
                .header("Content-Type", "application/json")
                .PUT(Http.json(Map.of("availability", Names.wire(wanted)))));
    return Wire.agent(answer);
  }

  private PaySession start(StartPayment request, String query) {
    return Wire.paySession(
        post(
            "/api/pay-sessions" + query,
            request.properties(),
            request.idempotencyKey().orElseGet(PayClient::newKey)));
  }

  private PaySession changeSession(String id, String action, Map<String, ?> body) {
    return Wire.paySession(post(session(id) + "/" + action, body, newKey()));
  }

  private JsonView get(String path) {
    return send(newRequest(path).GET());
  }

  private JsonView post(String path, Map<String, ?> body, String key) {
    return send(
        newRequest(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(Http.json(body)));
  }

  private HttpRequest.Builder newRequest(String path) {
    return http.newRequest(path);
  }

  private JsonView send(HttpRequest.Builder request) {
    try {
      return withToken(request, builder -> http.send(builder.build()));
    } catch (InterruptedException e) {
      throw new IllegalStateException("a request reports an interrupt as a PayException", e);
    }
  }

  private interface Exchange<T> {
    T with(HttpRequest.Builder request) throws InterruptedException;
  }

  /// Sends a request, and once more if the server refuses the token and there is another.
  private <T> T withToken(HttpRequest.Builder request, Exchange<T> exchange)
      throws InterruptedException {
    final String first = token.current();
    try {
      return exchange.with(request.setHeader("Authorization", "Bearer " + first));
    } catch (PayException e) {
      if (e.status() != UNAUTHORIZED || !token.renew(first)) {
        throw e;
      }
      return exchange.with(request.setHeader("Authorization", "Bearer " + token.current()));
    }
  }

  private static String newKey() {
    return UUID.randomUUID().toString();
  }

  private static String session(String id) {
    return "/api/pay-sessions/" + id(id);
  }

  private static String id(String id) {
    if (!id.matches(ID)) {
      throw new IllegalArgumentException("an id has 1 to 128 characters: letters, digits, _ and -");
    }
    return id;
  }
}
