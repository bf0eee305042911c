package dev.agentpay.scenarios.existing;

import dev.agentpay.scenarios.actors.ScriptFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a browser does between a page and a server: for a page from another origin it asks
/// beforehand whether it may (https://fetch.spec.whatwg.org/#cors-preflight-fetch) and keeps an
/// answer back that does not allow the page; for a page of the server's own it asks the person for
/// a name and a password when the server wants them.
public final class ExistingBrowser {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Set<String> SAFE_HEADERS = Set.of("accept", "accept-language");

  /// An answer that the page may read.
  public record Answer(int status, String text) {
    public boolean ok() {
      return status >= 200 && status < 300;
    }

    /// @throws NetworkError when it is no JSON: a page's `response.json()` fails in the same place
    public JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (JacksonException e) {
        throw new NetworkError("no JSON: " + text, e);
      }
    }
  }

  /// What a page sees of a request that did not work, or whose answer it may not read.
  static final class NetworkError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NetworkError(String message) {
      super(message);
    }

    NetworkError(String message, Throwable cause) {
      super(message, cause);
    }
  }

  static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI server;
  private final String origin;
  private final String person;
  private final Set<String> admitted = ConcurrentHashMap.newKeySet();
  private volatile boolean signedIn;

  private ExistingBrowser(URI server, String origin, String person) {
    this.server = server;
    this.origin = origin;
    this.person = person;
  }

  /// With a page from somewhere else.
  static ExistingBrowser elsewhere(URI server, String origin) {
    return new ExistingBrowser(server, origin, "");
  }

  /// With a page of the server's own, and a person who types this when asked who they are.
  public static ExistingBrowser sameOrigin(URI server, String name, String password) {
    return new ExistingBrowser(server, origin(server), basic(name, password));
  }

  static String basic(String name, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  Answer get(String path, Map<String, String> headers) {
    return fetch("GET", path, headers, "");
  }

  Answer delete(String path, Map<String, String> headers) {
    return fetch("DELETE", path, headers, "");
  }

  /// Posts JSON.
  Answer post(String path, Map<String, String> headers, Map<String, ?> body) {
    final Map<String, String> all = new TreeMap<>(headers);
    all.put("Content-Type", "application/json");
    return fetch("POST", path, all, JSON.writeValueAsString(body));
  }

  private Answer fetch(String method, String path, Map<String, String> headers, String body) {
    if (!isSameOrigin()) {
      askBeforehand(path, method, headers.keySet());
    }
    HttpResponse<String> response = send(method, path, headers, body);
    if (response.statusCode() == 401 && isSameOrigin() && !signedIn && wantsBasic(response)) {
      signedIn = true;
      response = send(method, path, headers, body);
    }
    if (!isSameOrigin()) {
      mustAllow(response, path);
    }
    return new Answer(response.statusCode(), response.body());
  }

  private boolean isSameOrigin() {
    return origin.equals(origin(server));
  }

  private static boolean wantsBasic(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("WWW-Authenticate")
        .filter(challenge -> challenge.startsWith("Basic "))
        .isPresent();
  }

  private void askBeforehand(String path, String method, Set<String> headers) {
    final Set<String> unusual = new TreeSet<>();
    headers.forEach(name -> unusual.add(name.toLowerCase(Locale.ROOT)));
    unusual.removeAll(SAFE_HEADERS);
    final String wanted = String.join(",", unusual);
    if (unusual.isEmpty() || !admitted.add(method + " " + path + " " + wanted)) {
      return;
    }
    final HttpResponse<String> answer =
        send(
            "OPTIONS",
            path,
            Map.of(
                "Access-Control-Request-Method", method,
                "Access-Control-Request-Headers", wanted),
            "");
    final Set<String> allowed = new HashSet<>();
    answer
        .headers()
        .allValues("Access-Control-Allow-Headers")
        .forEach(line -> Stream.of(line.split(",")).map(String::strip).forEach(allowed::add));
    final Set<String> names =
        allowed.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    mustAllow(answer, path);
    if (answer.statusCode() >= 300 || !names.containsAll(unusual)) {
      throw new NetworkError(
          "the preflight of %s allows the headers %s, the page needs %s"
              .formatted(path, names, unusual));
    }
  }

  private void mustAllow(HttpResponse<?> answer, String path) {
    final List<String> allowed = answer.headers().allValues("Access-Control-Allow-Origin");
    if (!allowed.equals(List.of(origin)) && !allowed.equals(List.of("*"))) {
      throw new NetworkError(
          "%s allows the origin %s, the page is from %s".formatted(path, allowed, origin));
    }
  }

  private HttpResponse<String> send(
      String method, String path, Map<String, String> headers, String body) {
    final HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path))
            .timeout(TIMEOUT)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!method.equals("GET") || !isSameOrigin()) {
      request.header("Origin", origin);
    }
    if (signedIn) {
      request.header("Authorization", person);
    }
    headers.forEach(request::header);
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new NetworkError("%s is not reached".formatted(server), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScriptFailure("interrupted", e);
    }
  }

  private static String origin(URI address) {
    return "%s://%s".formatted(address.getScheme(), address.getAuthority());
  }
}
