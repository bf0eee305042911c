package dev.agentpay.app.docs;

import dev.agentpay.app.AgentPay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;

/// Finds commands of `./agentpay`, tasks of `./dev`, options of both, and custom properties of the
/// element that do not exist.
final class CommandNames {
  private static final Pattern AGENTPAY =
      Pattern.compile("(?:\\./|`)agentpay((?: +[^\\s`|;)&#>,]+)*)");
  private static final Pattern DEV = Pattern.compile("\\./dev((?: +[^\\s`|;)&#>,]+)*)");
  private static final Pattern OPTION = Pattern.compile("`(--[a-z-]+)");
  private static final Pattern ANY_OPTION = Pattern.compile("--[a-z-]+");
  private static final Pattern TASK = Pattern.compile("(?m)^  ([a-z]+(?: \\| [a-z]+)*)\\)");

  private final CommandLine commands = AgentPay.commandLine();
  private final String dev = Project.text(Project.ROOT.resolve("dev"));
  private final Set<String> tasks =
      TASK.matcher(dev)
          .results()
          .flatMap(label -> Arrays.stream(label.group(1).split(" \\| ")))
          .collect(Collectors.toSet());
  private final Set<String> options = new HashSet<>();

  CommandNames() {
    addOptions(commands);
    tasks.forEach(task -> options.addAll(optionsOf(task)));
    // Custom properties of the element look like options.
    options.addAll(
        Project.all(
            ANY_OPTION, Project.text(Project.ROOT.resolve("web/packages/ui/src/tokens.css"))));
  }

  private void addOptions(CommandLine command) {
    options.addAll(command.getCommandSpec().optionsMap().keySet());
    command.getSubcommands().values().forEach(this::addOptions);
  }

  List<String> problems(Page page) {
    final List<String> problems = new ArrayList<>();
    page.each(
        AGENTPAY,
        match ->
            agentpay(words(match.group(1)))
                .forEach(problem -> problems.add(page.problem(match, problem))));
    page.each(
        DEV,
        match ->
            dev(words(match.group(1)))
                .forEach(problem -> problems.add(page.problem(match, problem))));
    page.each(
        OPTION,
        match -> {
          if (!options.contains(match.group(1))) {
            problems.add(page.problem(match, "no command has the option " + match.group(1)));
          }
        });
    return problems;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.strip().split(" +"))
        .map(word -> word.replaceAll("[\\[\\]]|=.*|[.:]$", ""))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private List<String> agentpay(List<String> words) {
    CommandLine command = commands;
    final List<String> problems = new ArrayList<>();
    for (String word : words) {
      if (word.startsWith("-")) {
        if (!command.getCommandSpec().optionsMap().containsKey(word)) {
          problems.add("%s has no option %s".formatted(command.getCommandName(), word));
        }
      } else if (command.getSubcommands().containsKey(word)) {
        command = command.getSubcommands().get(word);
      } else if (command.equals(commands)) {
        return List.of("agentpay has no command " + word);
      }
    }
    return problems;
  }

  private List<String> dev(List<String> words) {
    if (words.isEmpty()) {
      return List.of();
    }
    final String task = words.getFirst();
    if (!tasks.contains(task)) {
      return List.of("dev has no task " + task);
    }
    return words.stream()
        .filter(word -> word.startsWith("-") && !optionsOf(task).contains(word))
        .map(option -> "dev %s has no option %s".formatted(task, option))
        .toList();
  }

  /// The options in what `dev` says about a task, and in the script that does it.
  private Set<String> optionsOf(String task) {
    final Path script = Project.ROOT.resolve("etc/scripts").resolve(task);
    final String usage =
        dev.lines()
            .filter(line -> line.startsWith("./dev " + task + " "))
            .collect(Collectors.joining("\n"));
    return Project.all(
        ANY_OPTION, usage + (Files.isRegularFile(script) ? Project.text(script) : ""));
  }
}
