# Runs a proof: a main class among app's test classes. Sourced by the proofs' launchers, which ./dev
# starts at the root of the tree with JAVA_HOME set. The jar names the libraries that it needs; `more` is a
# class path for what a proof needs besides.

prove() { # main class, its arguments
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
