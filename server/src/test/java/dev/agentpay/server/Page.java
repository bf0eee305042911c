package dev.agentpay.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// API requests of one user.
public record Page(URI base, Optional<String> token, List<Map.Entry<String, String>> headers) {
  public static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public Page(URI base, Optional<String> token) {
    this(base, token, List.of());
  }

  /// Adds a header line, after those of the same name.
  public Page with(String header, String value) {
    final List<Map.Entry<String, String>> more = new ArrayList<>(headers);
    more.add(Map.entry(header, value));
    return new Page(base, token, more);
  }

  public HttpAnswer get(String path) {
    return send("GET", path, "");
  }

  public HttpAnswer post(String path, String json) {
    return send("POST", path, json);
  }

  public HttpAnswer put(String path, String json) {
    return send("PUT", path, json);
  }

  public HttpAnswer send(String method, String path, String json) {
    return send(method, path, json.getBytes(StandardCharsets.UTF_8), "application/json");
  }

  public HttpAnswer send(String method, String path, byte[] body, String type) {
    final HttpRequest.Builder request = request(path);
    if (body.length > 0 && !type.isEmpty()) {
      request.header("Content-Type", type);
    }
    request.method(
        method,
        body.length == 0
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(body));
    return send(request.build());
  }

  public HttpRequest.Builder request(String path) {
    final HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20));
    token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
    headers.forEach(line -> request.header(line.getKey(), line.getValue()));
    return request;
  }

  public static HttpAnswer send(HttpRequest request) {
    try {
      final HttpResponse<byte[]> response =
          HTTP.sendAsync(request, BodyHandlers.ofByteArray()).get(20, TimeUnit.SECONDS);
      return new HttpAnswer(response.statusCode(), response);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(request.method() + " " + request.uri() + " was not answered", e);
    }
  }
}
