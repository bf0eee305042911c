# Runs a main class among the test classes of proofs or app. Sourced by the launchers of the proofs, which
# ./dev starts at the root of the tree with JAVA_HOME set. `more` is a class path for what a class needs
# besides the libraries that the app's jar names.

built=proofs/target/built # Maven does not touch a jar whose content has not changed

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
