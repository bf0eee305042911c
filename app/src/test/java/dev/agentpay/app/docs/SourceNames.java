package dev.agentpay.app.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds names of files, and of classes and their methods, that the sources do not have.
final class SourceNames {
  private static final Pattern FILE =
      Pattern.compile("`([A-Za-z0-9_.{},-]+(?:/[A-Za-z0-9_.@{},-]*)+)`");
  private static final Pattern FILE_NAME =
      Pattern.compile("`([A-Za-z0-9-]+\\.(?:java|ts|mjs|json|css|md|txt|cfg|conf|sh|yml))`");
  private static final Pattern TYPE =
      Pattern.compile(
          "`([A-Z][a-z]+[A-Za-z0-9]*)(?:\\.(?!java`|ts`)([a-z][A-Za-z0-9]*))?(?:\\([^`]*\\))?`");

  /// Classes with their module in brackets, as in docs/architecture.md.
  private static final Pattern IN_MODULE =
      Pattern.compile("((?:`[A-Z][A-Za-z0-9.]+`,? )+)\\(`([a-z]+)`");

  /// Names of types and parameters of others, which the code does not use.
  private static final Set<String> OTHERS =
      Set.of(
          "EventSource", // of browsers
          "Final"); // the end of a fault's name

  /// Files and folders of others, and what only looks like one.
  private static final Set<String> OTHER_FILES =
      Set.of(
          "./elements", // an entry of packages/ui
          "Server/assets", // of GenesysPay
          "agent-pay-server/.env", // of the AgentPay server
          "application/json",
          "js/client.js"); // of GenesysPay

  private final List<Path> files = Project.files(Project.ROOT);
  private final Set<String> fileNames = SettingNames.fileNames(files);
  private final Set<String> words =
      Project.words(files.stream().filter(file -> !file.getParent().endsWith("app/docs")).toList());

  Set<String> fileNames() {
    return fileNames;
  }

  List<String> problems(Page page) {
    final List<String> problems = new ArrayList<>();
    page.each(
        FILE,
        match -> {
          if (alternatives(match.group(1)).anyMatch(name -> !isFile(page, name))) {
            problems.add(page.problem(match, "there is no file " + match.group(1)));
          }
        });
    page.each(
        FILE_NAME,
        match -> {
          if (!fileNames.contains(match.group(1))) {
            problems.add(page.problem(match, "there is no file " + match.group(1)));
          }
        });
    page.each(
        TYPE,
        match -> {
          if (!isType(match)) {
            problems.add(page.problem(match, "the code does not have " + match.group()));
          }
        });
    page.each(
        IN_MODULE,
        match ->
            types(match.group(1))
                .filter(type -> !isDeclared(type, match.group(2)))
                .map(type -> "%s is not a class of %s".formatted(type, match.group(2)))
                .forEach(problem -> problems.add(page.problem(match, problem))));
    return problems;
  }

  private static Stream<String> types(String list) {
    return TYPE.matcher(list).results().map(type -> type.group(1));
  }

  /// Whether the module's code declares the type; true if there is no such module.
  private boolean isDeclared(String type, String module) {
    final Path code = Project.ROOT.resolve(module).resolve("src");
    final Pattern declaration =
        Pattern.compile("\\b(?:class|interface|record|enum) " + type + "\\b");
    return !Files.isDirectory(code)
        || files.stream()
            .filter(file -> file.startsWith(code))
            .anyMatch(file -> declaration.matcher(Project.text(file)).find());
  }

  /// A name relative to the root, to `web` (its workspaces) or to the page. What a build creates is
  /// found by the folder that has it.
  private boolean isFile(Page page, String name) {
    final Path outside = Path.of(name.replaceFirst("(^|/)target(/.*)?$", ""));
    return OTHER_FILES.contains(name)
        || Stream.of(Project.ROOT, Project.ROOT.resolve("web"), page.file().getParent())
            .anyMatch(folder -> Files.exists(folder.resolve(outside)))
        || files.stream().anyMatch(file -> file.getParent().endsWith(outside));
  }

  private boolean isType(MatchResult match) {
    final String type = match.group(1);
    final String member = match.group(2);
    if (OTHERS.contains(type)) {
      return true;
    }
    if (member == null) {
      return words.contains(type);
    }
    final List<Path> declared =
        files.stream()
            .filter(file -> file.getFileName().toString().matches(type + "\\.(java|ts)"))
            .toList();
    return declared.stream().anyMatch(file -> Project.words(List.of(file)).contains(member));
  }

  /// `apps/{desk,phone}` names two folders.
  private static Stream<String> alternatives(String name) {
    final int open = name.indexOf('{');
    final int close = name.indexOf('}');
    return open < 0 || close < open
        ? Stream.of(name)
        : Arrays.stream(name.substring(open + 1, close).split(","))
            .map(part -> name.substring(0, open) + part + name.substring(close + 1));
  }
}
