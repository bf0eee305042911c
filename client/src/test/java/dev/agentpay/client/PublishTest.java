package dev.agentpay.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/// Checks what users of the published jar depend on.
class PublishTest {
  /// Whose jars the library needs. A class of any other jar fails the tests.
  private static final List<Class<?>> LIBRARIES =
      List.of(JsonMapper.class, JsonParser.class, JsonProperty.class, NullMarked.class);

  @TempDir private Path folder;

  @Test
  void needs_java_17_and_no_library_but_jackson_and_jspecify() throws Exception {
    assertThat(run("javac", "-nowarn", "-proc:none")).isEmpty();
  }

  @Test
  void javadoc_has_no_errors_and_no_warnings() throws Exception {
    assertThat(run("javadoc", "-quiet", "-Xdoclint:all,-missing")).isEmpty();
  }

  /// What Maven Central demands of a POM, itself or by its parent, and of the jars.
  @Test
  void poms_have_what_maven_central_demands() throws Exception {
    assertThat(children(Path.of("..", "pom.xml")))
        .contains("name", "description", "url", "licenses", "developers", "scm");
    assertThat(children(Path.of("pom.xml"))).contains("parent", "name", "description");
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<id>release</id>", "maven-source-plugin", "maven-javadoc-plugin");
  }

  /// The names of the elements below `project`.
  private static List<String> children(Path pom) throws Exception {
    final NodeList nodes =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(pom.toFile())
            .getDocumentElement()
            .getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getNodeName())
        .toList();
  }

  /// Runs the JDK's tool on the main code and returns its messages.
  private String run(String tool, String... options) throws Exception {
    final List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("--release", "17", "-d", folder.toString(), "-cp", classPath()));
    arguments.addAll(sources());
    final StringWriter messages = new StringWriter();
    final PrintWriter writer = new PrintWriter(messages, true);
    final int status =
        ToolProvider.findFirst(tool)
            .orElseThrow()
            .run(writer, writer, arguments.toArray(String[]::new));
    assertThat(status).as(messages.toString()).isZero();
    return messages.toString();
  }

  private static String classPath() throws URISyntaxException {
    final List<String> jars = new ArrayList<>();
    for (Class<?> library : LIBRARIES) {
      jars.add(
          Path.of(library.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    return String.join(File.pathSeparator, jars);
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      return files.map(Path::toString).filter(file -> file.endsWith(".java")).toList();
    }
  }
}
