# Runs a proof, which is a main class among the test classes of app. Sourced by the scripts of the proofs, which
# ./dev runs in the root folder of the project with JAVA_HOME set. The manifest of agentpay.jar lists its libraries;
# the variable `more` can add further entries to the class path.

prove() { # arguments: the main class, then its arguments
  local main=$1 marker=app/target/test-classes/dev/agentpay/app/$1.class
  shift
  if [ ! -f app/target/agentpay.jar ] || [ ! -f "$marker" ] ||
    [ -n "$(find ./*/src/main ./*/pom.xml pom.xml -newer app/target/agentpay.jar -type f 2>/dev/null | head -n 1)" ] ||
    [ -n "$(find app/src/test -newer "$marker" -type f 2>/dev/null | head -n 1)" ]; then
    echo "Building …" >&2
    ./mvnw -q -B -DskipTests -Dspotless.check.skip -pl app -am package >&2
  fi
  exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx768m \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "app/target/test-classes:app/target/agentpay.jar${more:+:$more}" "dev.agentpay.app.$main" "$@"
}
