# Runs a main class from the test classes of proofs or app. The scripts of the proofs source it; ./dev runs them
# in the root of the repository with JAVA_HOME set. `more` is an optional class path of libraries that the app's
# jar does not contain.

built=proofs/target/built # a separate time stamp, because Maven does not touch a jar with unchanged content

build_proofs() {
  if [ ! -f $built ] || [ -n "$(find ./*/src ./*/pom.xml pom.xml -newer $built -type f | head -n 1)" ]; then
    echo "Building AgentPay …" >&2
    local begun
    begun=$(mktemp)
    ./mvnw -q -B -DskipTests -Dspotless.check.skip -pl proofs -am package >&2
    mv "$begun" $built
  fi
}

prove() { # main class, its arguments
  build_proofs
  exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx768m \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "proofs/target/test-classes:app/target/test-classes:app/target/agentpay.jar${more:+:$more}" "$@"
}
