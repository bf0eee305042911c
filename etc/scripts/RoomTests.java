import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs a room's tests, all or one class of them, until the first is red. Says which one.
public final class RoomTests {
  private RoomTests() {}

  public static void main(String[] args) throws Exception {
    final Path classes = Path.of(args[0]);
    final CancellationToken enough = CancellationToken.create();
    final List<String> red = new ArrayList<>();
    final AtomicInteger ran = new AtomicInteger();
    final TestExecutionListener listener =
        new TestExecutionListener() {
          @Override
          public synchronized void executionFinished(
              TestIdentifier test, TestExecutionResult result) {
            ran.addAndGet(test.isTest() ? 1 : 0);
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
              red.add(name(test));
              enough.cancel();
            }
          }
        };
    LauncherFactory.create()
        .execute(
            LauncherExecutionRequestBuilder.request(
                    LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectors(classes, args.length > 1 ? args[1] : ""))
                        // As Maven does: what is not named a test is run by hand.
                        .filters(ClassNameFilter.includeClassNamePatterns(".*Test(\\$.*)?"))
                        .build())
                .cancellationToken(enough)
                .listeners(listener)
                .build());
    System.out.println(System.lineSeparator() + Told.LINE + (red.isEmpty() ? "" : red.getFirst()));
    System.out.flush();
    System.exit(!red.isEmpty() ? Told.RED : ran.get() == 0 ? Told.NO_TESTS : Told.GREEN);
  }

  private static List<? extends DiscoverySelector> selectors(Path classes, String test)
      throws Exception {
    if (test.isEmpty()) {
      return selectClasspathRoots(Set.of(classes));
    }
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .filter(file -> file.endsWith(test + ".class"))
          .map(file -> classes.relativize(file).toString().replace('/', '.'))
          .map(name -> selectClass(name.substring(0, name.length() - ".class".length())))
          .toList();
    }
  }

  private static String name(TestIdentifier test) {
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(MethodSource.class::cast)
        .map(method -> method.getClassName().replaceAll(".*\\.", "") + "." + method.getMethodName())
        .orElse(test.getDisplayName());
  }
}
