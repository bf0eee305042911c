package dev.agentpay.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of an old page, as a browser and as somebody with bad intentions request them.
class AssetRoutesTest {
  @TempDir private Path folder;
  private Path page;
  private CompatServer server;

  @BeforeEach
  void start() throws IOException {
    page = Files.createDirectories(folder.resolve("page"));
    write("index.html", "<!doctype html><script type=module src=JSClient/client.js></script>");
    write("JSClient/client.js", "export const order = ['payment-card-number'];");
    write("style.CSS", "body { color: black }");
    write("data.unknown", "?");
    write(".env", "AUTH_TOKEN=secret");
    write(".git/config.txt", "secret");
    write("token", "not the route of the demo");
    write("api/me.html", "not the API");
    write("desk/index.html", "not the desk");
    write("health/live.html", "not the health");
    write("a name.txt", "needs escaping");
    Files.writeString(folder.resolve("outside.txt"), "outside");
    Files.createSymbolicLink(page.resolve("out.txt"), folder.resolve("outside.txt"));
    Files.createSymbolicLink(page.resolve("parent"), folder);
    Files.createSymbolicLink(page.resolve("env.txt"), page.resolve(".env"));
    Files.createSymbolicLink(page.resolve("copy.js"), page.resolve("JSClient/client.js"));
    server = new CompatServer(folder, CompatServer.withAssets(page));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void write(String name, String content) throws IOException {
    final Path file = page.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private CompatServer.Reply get(String path) {
    return server.get(path, Map.of());
  }

  @Test
  void serves_the_page_at_the_root() {
    assertThat(get("/").body()).startsWith("<!doctype html>");
    assertThat(get("/index.html").body()).isEqualTo(get("/").body());
    assertThat(get("/?call=CA1").status()).isEqualTo(200);
    assertThat(get("/").header("Content-Type")).contains("text/html;charset=utf-8");
    assertThat(get("/").header("Content-Security-Policy")).isEmpty();
  }

  @Test
  void a_page_of_another_site_may_link_to_it() {
    assertThat(server.get("/", Map.of("Sec-Fetch-Site", "cross-site")).status()).isEqualTo(200);
  }

  @Test
  void serves_files_with_their_type() {
    final CompatServer.Reply script = get("/JSClient/client.js");
    assertThat(script.body()).startsWith("export");
    assertThat(script.header("Content-Type")).contains("text/javascript; charset=utf-8");
    assertThat(script.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(get("/style.CSS").header("Content-Type")).contains("text/css; charset=utf-8");
    assertThat(get("/data.unknown").header("Content-Type")).contains("application/octet-stream");
    assertThat(get("/copy.js").body()).as("a link in the folder").isEqualTo(script.body());
  }

  @Test
  void a_browser_asks_whether_a_file_has_changed() {
    final CompatServer.Reply first = get("/index.html");
    assertThat(first.header("Cache-Control")).contains("no-cache");
    final String tag = first.header("ETag").orElseThrow();
    final CompatServer.Reply second = server.get("/index.html", Map.of("If-None-Match", tag));
    assertThat(second.status()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
    assertThat(server.send("HEAD", "/index.html", Map.of(), "").status()).isEqualTo(200);
    assertThat(server.send("POST", "/index.html", Map.of(), "").status()).isEqualTo(405);
  }

  @Test
  void serves_nothing_else() {
    for (String path :
        new String[] {
          "/.env",
          "/env.txt",
          "/.git/config.txt",
          "/out.txt",
          "/outside.txt",
          "/parent/outside.txt",
          "/JSClient",
          "/JSClient/",
          "/JSClient/../../outside.txt",
          "/..%2foutside.txt",
          "/%2e%2e/outside.txt",
          "/JSClient/..%5c..%5coutside.txt",
          "//etc/passwd",
          "/a%20name.txt",
          "/missing.js"
        }) {
      final CompatServer.Reply reply = get(path);
      assertThat(reply.status()).as(path).isIn(400, 404);
      assertThat(reply.body()).as(path).doesNotContain("secret").doesNotContain("outside\n");
    }
  }

  @Test
  void takes_no_path_of_the_server() {
    assertThat(get("/token").status()).as("the demo's own path").isEqualTo(401);
    assertThat(get("/api/me").status()).isEqualTo(401);
    assertThat(get("/api/me.html").status()).isEqualTo(404);
    assertThat(get("/desk/index.html").status()).isEqualTo(404);
    assertThat(get("/health/live").json().path("status").asString()).isEqualTo("up");
    assertThat(get("/health/live.html").status()).isEqualTo(404);
  }

  @Test
  void a_missing_folder_is_a_problem_of_the_options() {
    final Path missing = folder.resolve("missing");
    assertThat(CompatServer.withAssets(missing).problems())
        .containsExactly("assets: must be an existing folder; got " + missing);
    assertThat(CompatServer.withAssets(page.resolve("index.html")).problems()).hasSize(1);
    assertThat(CompatServer.withAssets(page).problems()).isEmpty();
  }

  @Test
  void a_folder_with_too_many_files_is_a_problem_of_the_options() throws IOException {
    for (int i = 0; i <= AssetFolder.MAX_FILES; i++) {
      write("many/" + i + ".txt", "");
    }
    assertThat(CompatServer.withAssets(page.resolve("many")).problems())
        .singleElement()
        .asString()
        .startsWith("assets: must have at most 200 files and 32 MB");
  }
}
