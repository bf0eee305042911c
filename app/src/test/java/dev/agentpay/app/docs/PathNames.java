package dev.agentpay.app.docs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Finds paths of requests that neither the server nor the connector nor the simulator has, and
/// methods that openapi.json does not have for a path.
final class PathNames {
  private static final String KINDS = "api|twilio|connector|health|desk|phone|live|simulator";

  private static final Pattern PATH =
      Pattern.compile(
          "(?:\\b(GET|POST|PUT|DELETE|PATCH)(?:[`,]+ *`?PUT)? )?(?<![A-Za-z0-9_.…>/-]|\\.\\.)"
              + "(?:\\$[A-Z]+|https?://[A-Za-z0-9.:-]+)?(/(?:"
              + KINDS
              + ")(?![A-Za-z0-9.-])(?:/[A-Za-z0-9${}_.-]*)*)");

  /// A path in Java code: a string that begins with a slash.
  private static final Pattern CODE =
      Pattern.compile("\"(/(?:" + KINDS + ")(?:/[A-Za-z0-9{}_.-]*)*)\"");

  /// A segment that stands for any value.
  private static final Pattern ANY = Pattern.compile("\\{.*}|\\$.*|[0-9]+");

  private final Set<List<String>> known = new HashSet<>();
  private final Map<List<String>, Set<String>> methods = new HashMap<>();

  PathNames() {
    for (String module : List.of("server", "twilio", "voice", "compat", "connector", "simulator")) {
      Project.files(Project.ROOT.resolve(module + "/src/main/java"))
          .forEach(
              file ->
                  CODE.matcher(Project.text(file))
                      .results()
                      .forEach(match -> known.add(segments(match.group(1)))));
    }
    final JsonNode paths =
        JsonMapper.shared()
            .readTree(PathNames.class.getResourceAsStream("/dev/agentpay/server/openapi.json"))
            .path("paths");
    paths
        .properties()
        .forEach(path -> methods.put(segments(path.getKey()), names(path.getValue())));
    known.addAll(methods.keySet());
  }

  private static Set<String> names(JsonNode object) {
    final Set<String> names = new HashSet<>();
    object.properties().forEach(each -> names.add(each.getKey().toUpperCase(Locale.ROOT)));
    return names;
  }

  List<String> problems(Page page) {
    final List<String> problems = new ArrayList<>();
    page.each(
        PATH,
        match -> {
          final String path = match.group(2).replaceFirst("\\.$", "");
          final List<String> segments = segments(path);
          final Set<String> allowed = methods.getOrDefault(segments, Set.of());
          if (!exists(path, segments)) {
            problems.add(page.problem(match, "there is no path " + path));
          } else if (match.group(1) != null
              && !allowed.isEmpty()
              && !allowed.contains(match.group(1))) {
            problems.add(page.problem(match, "%s has no %s".formatted(path, match.group(1))));
          }
        });
    return problems;
  }

  /// Whether it is a path, the first segment of some, or a file of a page.
  private boolean exists(String path, List<String> segments) {
    return known.contains(segments)
        || (segments.size() == 1
            && known.stream().anyMatch(other -> other.getFirst().equals(segments.getFirst())))
        || PathNames.class.getResource("/dev/agentpay/web" + path) != null;
  }

  private static List<String> segments(String path) {
    return Pattern.compile("/")
        .splitAsStream(path.substring(1))
        .map(segment -> ANY.matcher(segment).matches() ? "*" : segment)
        .toList();
  }
}
