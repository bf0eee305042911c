package dev.agentpay.app.commands;

import dev.agentpay.app.config.ServeOptions;
import dev.agentpay.app.config.Settings;
import dev.agentpay.app.node.PayNode;
import dev.agentpay.auth.Passwords;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/// `agentpay warm-up`: starts a server for some requests and stops it, so that the JVM can write
/// its ahead-of-time cache for `serve`. Uses no part that knows a card number, not even the number
/// of a test card: what is loaded here is in the memory of each server that uses the cache.
@CommandLine.Command(
    name = "warm-up",
    hidden = true,
    description = "Start a server without Twilio for some requests, and stop it.")
public final class WarmUpCommand implements Callable<Integer> {
  /// The discard port: nothing listens there.
  private static final String NO_TWILIO = "http://127.0.0.1:9";

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Override
  public Integer call() throws IOException, InterruptedException {
    final Path folder = Files.createTempDirectory("agentpay-warm-up");
    final String password = UUID.randomUUID().toString();
    final Settings settings = new Settings(environment(folder, password), Optional.empty());
    try (HttpClient http = HttpClient.newHttpClient();
        PayNode node =
            PayNode.start(
                ServeOptions.from(settings)
                    .orElseThrow(
                        () -> new IllegalStateException(settings.problems().toString())))) {
      use(http, node.baseUri(), password);
    } finally {
      delete(folder);
    }
    return CommandLine.ExitCode.OK;
  }

  private static Map<String, String> environment(Path folder, String password) {
    final String random = UUID.randomUUID().toString().replace("-", "");
    return Map.ofEntries(
        Map.entry("TWILIO_ACCOUNT_SID", "AC" + random),
        Map.entry("TWILIO_AUTH_TOKEN", random),
        Map.entry("TWILIO_API_KEY", "SK" + random),
        Map.entry("TWILIO_API_SECRET", random),
        Map.entry("TWILIO_BASE_URL", NO_TWILIO),
        Map.entry("AGENTPAY_PUBLIC_URL", NO_TWILIO),
        Map.entry("AGENTPAY_PORT", "0"),
        Map.entry("AGENTPAY_DATA", folder.toString()),
        Map.entry("AGENTPAY_USERS", "agent:agent:" + Passwords.hash(password)),
        Map.entry("AGENTPAY_TOKEN_KEY", random + password),
        Map.entry("AGENTPAY_CONNECTORS", "Default=hosted:stripe"));
  }

  /// Sends what a page sends when an agent opens it.
  private static void use(HttpClient http, URI base, String password)
      throws IOException, InterruptedException {
    for (String path : new String[] {"/health/ready", "/metrics", "/desk/"}) {
      http.send(request(base, path).build(), BodyHandlers.discarding());
    }
    final String login =
        http.send(
                request(base, "/api/login")
                    .header("Content-Type", "application/json")
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"name\":\"agent\",\"password\":\"%s\"}".formatted(password)))
                    .build(),
                BodyHandlers.ofString())
            .body();
    final String token =
        "Bearer " + JsonMapper.builder().build().readTree(login).path("token").asString();
    for (String path : new String[] {"/api/desk", "/api/calls", "/api/pay-sessions"}) {
      http.send(
          request(base, path).header("Authorization", token).build(), BodyHandlers.discarding());
    }
    try (InputStream events =
        http.send(
                request(base, "/api/events").header("Authorization", token).build(),
                BodyHandlers.ofInputStream())
            .body()) {
      events.read();
    }
  }

  private static HttpRequest.Builder request(URI base, String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException e)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
