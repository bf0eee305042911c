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

/// Does what a browser does between a page and a server. For a page of another origin it sends a
/// preflight request (https://fetch.spec.whatwg.org/#cors-preflight-fetch) and hides answers that
/// do not allow the page's origin. For a page of the server's own origin it sends the user's name
/// and password when the server asks for Basic authentication.
public final class ExistingBrowser {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Set<String> SAFE_HEADERS = Set.of("accept", "accept-language");

  /// An answer that the page may read.
  public record Answer(int status, String text) {
    public boolean ok() {
      return status >= 200 && status < 300;
    }

    /// @throws NetworkError if the body is not JSON; a page's `response.json()` fails at the same
    ///   point
    public JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (JacksonException e) {
        throw new NetworkError("not JSON: " + text, e);
      }
    }
  }

  /// The request failed, or the page may not read its answer.
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
  private final String credentials;
  private final Set<String> preflighted = ConcurrentHashMap.newKeySet();
  private volatile boolean signedIn;

  private ExistingBrowser(URI server, String origin, String credentials) {
    this.server = server;
    this.origin = origin;
    this.credentials = credentials;
  }

  /// A browser with a page of another origin.
  static ExistingBrowser crossOrigin(URI server, String origin) {
    return new ExistingBrowser(server, origin, "");
  }

  /// A browser with a page of the server's own origin. The user enters these credentials when
  /// asked.
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

  /// Posts a JSON body.
  Answer post(String path, Map<String, String> headers, Map<String, ?> body) {
    final Map<String, String> all = new TreeMap<>(headers);
    all.put("Content-Type", "application/json");
    return fetch("POST", path, all, JSON.writeValueAsString(body));
  }

  private Answer fetch(String method, String path, Map<String, String> headers, String body) {
    if (!isSameOrigin()) {
      preflight(path, method, headers.keySet());
    }
    HttpResponse<String> response = send(method, path, headers, body);
    if (response.statusCode() == 401 && isSameOrigin() && !signedIn && wantsBasic(response)) {
      signedIn = true;
      response = send(method, path, headers, body);
    }
    if (!isSameOrigin()) {
      requireAllowedOrigin(response, path);
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

  private void preflight(String path, String method, Set<String> headers) {
    final Set<String> unsafeHeaders = new TreeSet<>();
    headers.forEach(name -> unsafeHeaders.add(name.toLowerCase(Locale.ROOT)));
    unsafeHeaders.removeAll(SAFE_HEADERS);
    final String requestedHeaders = String.join(",", unsafeHeaders);
    if (unsafeHeaders.isEmpty() || !preflighted.add(method + " " + path + " " + requestedHeaders)) {
      return;
    }
    final HttpResponse<String> answer =
        send(
            "OPTIONS",
            path,
            Map.of(
                "Access-Control-Request-Method", method,
                "Access-Control-Request-Headers", requestedHeaders),
            "");
    final Set<String> allowed = new HashSet<>();
    answer
        .headers()
        .allValues("Access-Control-Allow-Headers")
        .forEach(line -> Stream.of(line.split(",")).map(String::strip).forEach(allowed::add));
    final Set<String> names =
        allowed.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    requireAllowedOrigin(answer, path);
    if (answer.statusCode() >= 300 || !names.containsAll(unsafeHeaders)) {
      throw new NetworkError(
          "the preflight answer for %s allows the headers %s; the page needs %s"
              .formatted(path, names, unsafeHeaders));
    }
  }

  private void requireAllowedOrigin(HttpResponse<?> answer, String path) {
    final List<String> allowed = answer.headers().allValues("Access-Control-Allow-Origin");
    if (!allowed.equals(List.of(origin)) && !allowed.equals(List.of("*"))) {
      throw new NetworkError(
          "%s allows the origin %s; the page's origin is %s".formatted(path, allowed, origin));
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
      request.header("Authorization", credentials);
    }
    headers.forEach(request::header);
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new NetworkError("cannot reach " + server, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScriptFailure("interrupted", e);
    }
  }

  private static String origin(URI address) {
    return "%s://%s".formatted(address.getScheme(), address.getAuthority());
  }
}
