package dev.agentpay.app.earlier;

import static org.assertj.core.api.Assertions.assertThat;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.agentpay.app.config.CallSettings;
import dev.agentpay.app.config.ServeOptions;
import dev.agentpay.app.node.PayNode;
import dev.agentpay.app.node.Resources;
import dev.agentpay.app.node.Storage;
import dev.agentpay.client.PayClient;
import dev.agentpay.client.PaySessionQuery;
import dev.agentpay.client.model.Agent;
import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.Outcome;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.SessionState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowingConsumer;

/// A server that runs on a data folder written by version 0.1. The README next to the fixture lists
/// its content. Tests name sessions by their reference, and calls by a name whose hash is the sid.
final class EarlierData implements AutoCloseable {
  /// The position in the feed before the last seven events.
  static final String POSITION = "90237296a0-575";

  static final String MUSIC = "https://pay.example.com/music.mp3";

  private static final Path FOLDER =
      Path.of("..", "store", "src", "test", "resources", "dev", "agentpay", "store", "data-0.1");

  /// Minutes after the folder was written, so that nothing in it has expired.
  private static final InstantSource OPENED =
      InstantSource.fixed(Instant.parse("2025-11-20T10:05:00Z"));

  /// Longer than the age of the folder.
  private static final String FOREVER = "900000h";

  private static final int HASH_BYTES = 16;
  private static final Argon2Function SMALL_HASH =
      Argon2Function.getInstance(64, 1, 1, 32, Argon2.ID);

  private final Resources resources = new Resources();
  private final EarlierTwilio twilio;
  private final PayNode node;
  private final EarlierRequests requests;

  private EarlierData(Path folder, InstantSource clock, List<String> more) {
    restore(folder);
    twilio = resources.add(new EarlierTwilio());
    final ServeOptions options =
        CallSettings.options(
            Stream.concat(settings(folder, twilio.baseUri()), more.stream())
                .toArray(String[]::new));
    final Storage storage = resources.add(Storage.open(folder, clock));
    node = resources.add(PayNode.start(options, storage, clock));
    requests = resources.add(new EarlierRequests(node.baseUri()));
  }

  /// Starts a server without sweeps: it processes no outbox tasks, deadlines or spooled callbacks.
  static EarlierData idle(Path folder) {
    return new EarlierData(folder, OPENED, List.of("AGENTPAY_SWEEP", FOREVER));
  }

  /// Starts a server with the system clock, so leases and idempotency keys have expired. It
  /// processes outbox tasks and spooled callbacks. No deadline has passed.
  static EarlierData today(Path folder) {
    return new EarlierData(folder, InstantSource.system(), longDeadlines());
  }

  /// Starts a server that processes outbox tasks and spooled callbacks. No deadline has passed.
  static EarlierData sweeping(Path folder) {
    return new EarlierData(folder, OPENED, longDeadlines());
  }

  private static List<String> longDeadlines() {
    return Stream.of("OPENING", "IDLE", "CAPTURING", "READY", "COMPLETING", "CANCELLING", "LEDGER")
        .flatMap(deadline -> Stream.of("AGENTPAY_DEADLINE_" + deadline, FOREVER))
        .toList();
  }

  /// Starts a server that processes outbox tasks. Every deadline has passed.
  static EarlierData overdue(Path folder) {
    return new EarlierData(folder, OPENED, List.of());
  }

  private static Stream<String> settings(Path folder, URI twilio) {
    final String hash =
        Password.hash(EarlierRequests.PASSWORD)
            .addRandomSalt(HASH_BYTES)
            .with(SMALL_HASH)
            .getResult();
    final String users =
        Stream.of(
                "alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy")
            .map(agent -> "%s:agent:%s,".formatted(agent, hash))
            .collect(Collectors.joining());
    return Stream.of(
        "TWILIO_AUTH_TOKEN",
        EarlierRequests.AUTH_TOKEN,
        "TWILIO_BASE_URL",
        twilio.toString(),
        "AGENTPAY_PUBLIC_URL",
        EarlierRequests.PUBLIC_URL,
        "AGENTPAY_PORT",
        "0",
        "AGENTPAY_DATA",
        folder.toString(),
        "AGENTPAY_USERS",
        users + "sam:supervisor:" + hash,
        "AGENTPAY_CONNECTORS",
        "sandbox=ours,hosted=hosted",
        "AGENTPAY_LEDGER_URL",
        twilio + "/ledger",
        "AGENTPAY_QUEUE_MUSIC",
        MUSIC,
        "AGENTPAY_SWEEP",
        "50ms",
        "AGENTPAY_CALL_CHECK",
        FOREVER,
        "AGENTPAY_UUI_KEPT",
        FOREVER,
        "AGENTPAY_COMPAT",
        "agent-pay",
        "AGENTPAY_COMPAT_SYNC_SERVICES",
        "%s,%s,%s".formatted(service(1), service(2), service(3)),
        "AGENTPAY_COMPAT_SIP_DOMAIN",
        "pbx.example.test");
  }

  private static void restore(Path folder) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("agentpay.db"));
        Statement statement = connection.createStatement()) {
      // sqlite-jdbc runs the whole script in one call. It cannot be split at semicolons, because
      // texts contain them.
      statement.executeUpdate(Files.readString(FOLDER.resolve("agentpay.sql")));
      Files.copy(FOLDER.resolve("callbacks.spool"), folder.resolve("callbacks.spool"));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  EarlierTwilio twilio() {
    return twilio;
  }

  /// Returns requests that [PayClient] cannot send.
  EarlierRequests requests() {
    return requests;
  }

  PayClient as(String name) {
    return PayClient.connect(node.baseUri()).withToken(requests.token(name));
  }

  /// Returns the session with this reference.
  PaySession session(String reference) {
    return as("sam").paySessions(PaySessionQuery.all().reference(reference)).getFirst();
  }

  /// Returns the two sessions without a reference: one of an existing client, then a tokenized one.
  List<PaySession> withoutReference() {
    return as("sam").paySessions(PaySessionQuery.all().agent("bob").limit(100)).stream()
        .filter(session -> session.reference().isEmpty())
        .toList();
  }

  Outcome outcome(String reference) {
    return session(reference).outcome().orElseThrow();
  }

  SessionState state(String reference) {
    return session(reference).state();
  }

  List<String> eventsOf(String session) {
    return as("sam").events(session).stream().map(PayEvent::type).toList();
  }

  Agent agent(String name) {
    return as(name).me().agent();
  }

  /// Returns the sid of the call with this name.
  static String sid(String call) {
    try {
      final byte[] name = call.getBytes(StandardCharsets.UTF_8);
      return "CA" + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(name));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  Call call(String name) {
    return as("sam").call(sid(name));
  }

  void assertCall(String name, Call.Route route, Call.State state, String agent) {
    assertThat(call(name))
        .as(name)
        .satisfies(
            (ThrowingConsumer<Call>)
                call -> {
                  assertThat(call.route()).isEqualTo(route);
                  assertThat(call.state()).isEqualTo(state);
                  assertThat(call.agent().orElse("")).isEqualTo(agent);
                });
  }

  /// Returns the sid of a Sync service.
  static String service(int number) {
    return "IS" + Integer.toString(number).repeat(32);
  }

  @Override
  public void close() {
    resources.close();
  }
}
