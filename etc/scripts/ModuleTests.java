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

/// Runs all tests of a module, or one test class, until the first failure. Prints the name of the
/// test that failed.
///
/// Arguments: the folder of the test classes and, optionally, the simple name of a test class.
public final class ModuleTests {
  private ModuleTests() {}

  public static void main(String[] args) throws Exception {
    final Path classes = Path.of(args[0]);
    final CancellationToken firstFailure = CancellationToken.create();
    final List<String> failed = new ArrayList<>();
    final AtomicInteger finished = new AtomicInteger();
    final TestExecutionListener listener =
        new TestExecutionListener() {
          @Override
          public synchronized void executionFinished(
              TestIdentifier test, TestExecutionResult result) {
            finished.addAndGet(test.isTest() ? 1 : 0);
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
              failed.add(name(test));
              firstFailure.cancel();
            }
          }
        };
    LauncherFactory.create()
        .execute(
            LauncherExecutionRequestBuilder.request(
                    LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectors(classes, args.length > 1 ? args[1] : ""))
                        // Like Maven, run only classes whose names end in Test.
                        .filters(ClassNameFilter.includeClassNamePatterns(".*Test(\\$.*)?"))
                        .build())
                .cancellationToken(firstFailure)
                .listeners(listener)
                .build());
    System.out.println(
        System.lineSeparator() + TestRun.LINE + (failed.isEmpty() ? "" : failed.getFirst()));
    System.out.flush();
    System.exit(
        !failed.isEmpty()
            ? TestRun.FAILED
            : finished.get() == 0 ? TestRun.NO_TESTS : TestRun.PASSED);
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
