# Finds the required tools. Sourced by ./agentpay, ./mvnw and ./dev.
# find_jdk sets JAVA_HOME to a JDK of at least version 25. It checks JAVA_HOME, then `java` on the PATH, then the
# folders in which common installers put JDKs.

AGENTPAY_JDK=25

jdk_major() { # prints the major version of the JDK in folder $1, or nothing if there is none
  [ ! -x "$1/bin/javac" ] || sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

find_jdk() {
  local on_path candidate major
  on_path=$(command -v java 2>/dev/null || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for candidate in "${JAVA_HOME:-}" "${on_path:-}" /usr/lib/jvm/* /opt/java/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -n "$candidate" ] || continue
    major=$(jdk_major "$candidate" || true)
    if [ -n "$major" ] && [ "$major" -ge "$AGENTPAY_JDK" ]; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  echo "AgentPay needs JDK $AGENTPAY_JDK or newer, but none was found. Install Temurin $AGENTPAY_JDK (https://adoptium.net) or set JAVA_HOME." >&2
  return 1
}

find_maven() {
  command -v mvn >/dev/null && return 0
  echo "AgentPay's build needs Maven 3.8 or newer, but mvn was not found. Install it (apt install maven, brew install maven)." >&2
  return 1
}

find_node() {
  command -v npm >/dev/null && node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2>/dev/null && return 0
  echo "AgentPay's web pages need Node 20.19 or newer with npm. Install it, for example from https://nodejs.org, and try again." >&2
  return 1
}
