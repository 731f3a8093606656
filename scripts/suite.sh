# shellcheck shell=bash
# What the suites share; each sources it. ./test sets SUITE, SUITE_LOG and SUITE_COUNTS, and gives the terminal as descriptor 3.

set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib.sh"
cd "$root"
out=$root/target/test/$SUITE
rm -rf "$out"
mkdir -p "$out"

# A step's name goes to the log and to the terminal.
step() {
    say "== $*"
    say "    $*" >&3
}

# tally passed|failed|skipped NUMBER
tally() { printf '%s %d\n' "$1" "$2" >>"$SUITE_COUNTS"; }

# check WHAT COMMAND...: one test, passed if the command succeeds.
check() {
    local what=$1
    shift
    if "$@"; then
        step "ok: $what"
        tally passed 1
    else
        step "FAILED: $what"
        tally failed 1
    fi
}

# The whole suite cannot run here; CI makes that a failure, as does naming the suite.
skip_suite() {
    step "skipped: $*"
    tally skipped 1
    exit 77
}

# Runs Maven; its modules go to the terminal, the rest to the log.
maven() { progress "$SUITE_LOG" '^\[INFO\] Building (.*\[[0-9]+/[0-9]+\])' mvn -B "$@" >&3; }

# tally_reports FOLDER...: counts what JUnit's XML reports below them say.
tally_reports() {
    local counts
    counts=$(find "$@" -name 'TEST-*.xml' -exec grep -ho '<testsuite [^>]*>' {} + | awk '
        function number(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3) + 0 : 0 }
        { bad = number("failures") + number("errors"); failed += bad; skipped += number("skipped"); all += number("tests") }
        END { print all - failed - skipped, failed + 0, skipped + 0 }')
    read -r passed failed skipped <<<"$counts"
    tally passed "$passed"
    tally failed "$failed"
    tally skipped "$skipped"
}

# tally_native FILE: adds up the lines "N passed, N failed" (and maybe ", N skipped") that the shim's test programs end with.
tally_native() {
    local kind
    for kind in passed failed skipped; do
        tally "$kind" "$(grep -oE "[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?" "$1" | grep -oE "[0-9]+ $kind" |
            awk '{ sum += $1 } END { print sum + 0 }')"
    done
}

# native_tests NAME COMMAND...: runs test programs of the shim and counts what they passed and failed.
native_tests() {
    local log=$out/$1.log status=0
    shift
    "$@" 2>&1 | tee "$log" || status=$?
    tally_native "$log"
    check "no fault" test "$status" -eq 0
}

# ---- Processes -------------------------------------------------------------------------------------------------------------------

started=()
end_started() {
    local pid
    for pid in "${started[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
    wait
}
trap end_started EXIT
trap 'exit 143' TERM INT

# start LOG COMMAND...: in the background, as $pid. With SIGINT as a terminal's program has it; else bash has background jobs ignore it.
start() {
    local log=$1
    shift
    env --default-signal=INT "$@" >"$log" 2>&1 &
    pid=$!
    started+=("$pid")
}

alive() { kill -0 "$1" 2>/dev/null; }

# eventually SECONDS COMMAND...: waits until it succeeds.
eventually() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < end)) || return 1
        sleep 0.5
    done
}

free_port() {
    local port
    for port in $(shuf -i 20000-30000 -n 100); do
        (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || {
            echo "$port"
            return
        }
    done
    return 1
}

# ---- The sample server as a viewer sees it ---------------------------------------------------------------------------------------

# wait_for_server URL PID SECONDS
wait_for_server() {
    eventually "$3" sh -c "curl -fsS -m 5 '$1/cameras' >/dev/null 2>&1 || ! kill -0 $2 2>/dev/null"
    alive "$2"
}

# camera_key URL ID: the key under which the server lists the camera whose id contains ID; the first camera's if ID is empty.
camera_key() { curl -fsS -m 10 "$1/cameras" | grep -o "{[^{}]*$2[^{}]*}" | sed -n 's/.*"key" *: *"\([a-z0-9-]*\)".*/\1/p' | sed -n 1p; }

# statistic STATS_URL NAME: a number or truth value of the camera's statistics.
statistic() { curl -fsS -m 10 "$1" | sed -n "s/.*\"$2\" *: *\([a-z0-9.-]*\).*/\1/p" | sed -n 1p; }

# stream_check URL SECONDS [WxH]: see StreamCheck.java.
stream_check() {
    find_jdk
    [[ -e $out/StreamCheck.class ]] || "$JAVA_HOME/bin/javac" -d "$out" scripts/StreamCheck.java
    "$JAVA_HOME/bin/java" -cp "$out" StreamCheck "$@"
}

# ---- Tests of jna-bindings on another Java, or on another libcamera --------------------------------------------------------------

dependency=org.apache.maven.plugins:maven-dependency-plugin:3.8.1
test_libraries=jna-bindings/target/test-libraries

# Compiles them, and fetches what they need to run without Maven.
prepare_java_tests() {
    local junit
    junit=$(sed -n 's:.*<junit.version>\(.*\)</junit.version>.*:\1:p' pom.xml)
    rm -rf "$test_libraries"
    maven -Dquick -DskipTests -pl jna-bindings -am package "$dependency:copy-dependencies" -DincludeScope=test \
        -DoutputDirectory=target/test-libraries
    maven -N "$dependency:copy" "-Dartifact=org.junit.platform:junit-platform-console-standalone:$junit" \
        "-DoutputDirectory=$root/$test_libraries"
}

# java_tests CLASS_PATTERN JAVA [ARGUMENT...]: JAVA may be several words, up to and with the JVM's options.
java_tests() {
    local pattern=$1 reports=$out/reports
    shift
    "$@" --enable-native-access=ALL-UNNAMED -cp "$root/jna-bindings/target/test-classes:$root/jna-bindings/target/classes:$root/$test_libraries/*" \
        org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors --details=tree \
        "--scan-class-path=$root/jna-bindings/target/test-classes" "--include-classname=$pattern" "--reports-dir=$reports" ||
        step "the tests' JVM exited with status $?"
    tally_reports "$reports"
}

# sample_tests CLASS [ARGUMENT...]: tests of the sample server that are a suite of their own.
sample_tests() {
    local class=$1 reports=samples/mjpeg-server/target/surefire-reports
    rm -rf "$reports"
    maven -Dquick -pl samples/mjpeg-server -am "-Dtest=$class" -Dsurefire.failIfNoSpecifiedTests=false "${@:2}" test ||
        step "Maven ended with status $?"
    tally_reports "$reports"
}

# ---- Debian folders --------------------------------------------------------------------------------------------------------------

needs_root() { ((EUID == 0)) || skip_suite "needs root, for a chroot: sudo ./test $SUITE"; }

# debian_folder SUITE[/PURPOSE] PACKAGE...: makes it if need be, as $folder. To run in it: "${inside[@]}" COMMAND..., which sees the
# project, and writes where this suite does.
debian_folder() {
    step "Debian folder $folders/${1/\//-}"
    make_debian_folder "$SUITE_LOG" "$@" >&3
    # shellcheck disable=SC2034 # the suites' own
    inside=(bash scripts/debian-folder --enter "$folder" --bind-ro "$root" --bind "$out")
}

# The folder of the newest released libcamera, with two newer Javas.
libcamera_folder() {
    debian_folder trixie-backports g++ make pkg-config libcamera-dev libcamera-ipa libcamera-tools libturbojpeg0 \
        openjdk-21-jre-headless openjdk-25-jre-headless
}

# libcamera_folder_of SUITE: one with that suite's libcamera.
libcamera_folder_of() {
    if [[ $1 == trixie-backports ]]; then libcamera_folder; else debian_folder "$1/libcamera" g++ make pkg-config libcamera-dev; fi
}

# The id of a camera of the virtual pipeline, for a libcamera's VERSION; none for those that have not got that pipeline.
virtual_camera() { [[ $1 == 0.[0-3].* ]] || echo Virtual0; }
