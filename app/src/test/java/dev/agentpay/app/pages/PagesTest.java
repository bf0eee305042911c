package dev.agentpay.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.demo.Pace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The files and headers of the pages: their size, integrity hashes, security policy and caching.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
  /// Maximum compressed size of the files that a browser loads to show the desk.
  private static final int MAX_DESK_BYTES = 120 * 1024;

  private static final Pattern TAG = Pattern.compile("<(script|link|style)\\b([^>]*)>");

  @AutoClose private final DemoWorld demo;
  private final HttpClient http = HttpClient.newHttpClient();

  PagesTest(@TempDir Path data) {
    demo = DemoWorld.start(DemoWorld.Ports.FREE, data, Pace.QUICK);
  }

  @Test
  void desk_is_small() throws IOException {
    int bytes = 0;
    for (String file : files()) {
      bytes += compressedSize(get("/desk/" + file).body());
    }
    assertThat(bytes).isLessThanOrEqualTo(MAX_DESK_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"desk", "phone"})
  void scripts_and_styles_have_the_built_hash(String name) throws IOException {
    final URI base =
        (name.equals("desk") ? demo.server() : demo.simulator()).resolve("/" + name + "/");
    final JsonNode integrity =
        JsonMapper.builder().build().readTree(text(get(base.resolve("integrity.json")).body()));
    final String page = text(get(base).body());
    final Map<String, String> referenced = new TreeMap<>();
    final Matcher tags = TAG.matcher(page);
    while (tags.find()) {
      if (tags.group(1).equals("style")) {
        throw new AssertionError("the page contains an inline style: " + tags.group());
      }
      if (!tags.group(2).contains("rel=\"icon\"")) {
        referenced.put(attribute(tags.group(2), "src|href"), attribute(tags.group(2), "integrity"));
      }
    }
    assertThat(referenced).hasSize(integrity.size());
    for (String file : integrity.propertyNames()) {
      final String hash = "sha384-" + sha384(get(base.resolve(file)).body());
      assertThat(integrity.path(file).asString()).as(file).isEqualTo(hash);
      assertThat(referenced).containsEntry("./" + file, hash);
    }
    assertThat(files(page).filter(f -> f.endsWith(".js") || f.endsWith(".css")))
        .containsExactlyInAnyOrderElementsOf(integrity.propertyNames());
  }

  @Test
  void lazy_files_have_the_hash_in_the_script() {
    final URI base = demo.server().resolve("/desk/");
    final JsonNode lazyFiles =
        JsonMapper.builder().build().readTree(text(get(base.resolve("later.json")).body()));
    assertThat(lazyFiles.propertyNames()).isNotEmpty();
    final String script =
        files(text(get(base).body()))
            .filter(file -> file.endsWith(".js"))
            .map(file -> text(get(base.resolve(file)).body()))
            .collect(Collectors.joining());
    for (String file : lazyFiles.propertyNames()) {
      final String hash = lazyFiles.path(file).asString();
      assertThat(hash).as(file).isEqualTo("sha384-" + sha384(get(base.resolve(file)).body()));
      assertThat(script).contains(hash);
    }
  }

  @Test
  void security_headers_forbid_other_sources() {
    for (String path : List.of("/desk/", "/desk/" + files().getFirst())) {
      final Map<String, String> headers = headers(get(path));
      assertThat(headers.get("content-security-policy"))
          .isEqualTo(
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                  + " connect-src 'self' "
                  + demo.softphone()
                  + "; base-uri 'none'; form-action 'none'; frame-ancestors "
                  + DemoWorld.EXISTING_PAGE);
      assertThat(headers).containsEntry("x-content-type-options", "nosniff");
      assertThat(headers).containsEntry("referrer-policy", "no-referrer");
    }
  }

  @Test
  void assets_are_cached_and_the_page_is_revalidated() {
    final String script = files().stream().filter(f -> f.endsWith(".js")).findFirst().orElseThrow();
    assertThat(headers(get("/desk/" + script)).get("cache-control")).contains("immutable");
    final HttpResponse<byte[]> page = get("/desk/");
    assertThat(headers(page)).containsEntry("cache-control", "no-cache");
    final HttpResponse<byte[]> repeated = get("/desk/", "If-None-Match", headers(page).get("etag"));
    assertThat(repeated.statusCode()).isEqualTo(304);
    assertThat(repeated.body()).isEmpty();
  }

  @Test
  void root_redirects_to_the_desk() {
    assertThat(get("/").headers().firstValue("location")).contains("/desk/");
    assertThat(get("/desk").headers().firstValue("location")).contains("/desk/");
    assertThat(get("/desk/nothing.js").statusCode()).isEqualTo(404);
    assertThat(text(get("/desk/%2e%2e/server/openapi.json").body())).doesNotContain("openapi\":");
  }

  @Test
  void files_reference_no_other_host() {
    for (String file : files()) {
      if (file.endsWith(".html") || file.endsWith(".css")) {
        assertThat(text(get("/desk/" + file).body()))
            .as(file)
            .doesNotContainPattern("(src|href|url)\\W+https?:");
      }
    }
  }

  private List<String> files() {
    return Stream.concat(Stream.of("index.html"), files(text(get("/desk/index.html").body())))
        .toList();
  }

  /// Returns the assets that a page references.
  private static Stream<String> files(String page) {
    return page.lines()
        .flatMap(line -> Pattern.compile("\\./(assets/[^\"]+)").matcher(line).results())
        .map(found -> found.group(1));
  }

  private HttpResponse<byte[]> get(String path, String... headers) {
    return get(demo.server().resolve(path), headers);
  }

  private HttpResponse<byte[]> get(URI address, String... headers) {
    final HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> headers(HttpResponse<?> response) {
    final Map<String, String> first = new TreeMap<>();
    response.headers().map().forEach((name, values) -> first.put(name, values.getFirst()));
    return first;
  }

  private static String attribute(String attributes, String name) {
    final Matcher found = Pattern.compile("(?:" + name + ")=\"([^\"]*)\"").matcher(attributes);
    return found.find() ? found.group(1) : "";
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private static int compressedSize(byte[] body) throws IOException {
    final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(body);
    }
    return compressed.size();
  }

  private static String sha384(byte[] body) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-384").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
