# shellcheck shell=bash
# What ./run, ./test, ./bench and the suites share; they source it.

shopt -s inherit_errexit
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
# shellcheck disable=SC2034 # where Debian folders are kept, for those that need one
folders=${XDG_CACHE_HOME:-$HOME/.cache}/reactor-libcamera

say() { printf '%s\n' "$*"; }
die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# progress LOG PATTERN COMMAND...: runs the command and appends its output to LOG. Shows what the pattern's first group matches, and that
# time passes: on a terminal the latest line of the log, elsewhere one line in ten seconds.
progress() {
    local log=$1 pattern=$2 begin=$SECONDS shown=$SECONDS status=0 elapsed line
    shift 2
    "$@" </dev/null 2>&1 | tee -a "$log" | while IFS= read -r line; do
        elapsed=$((SECONDS - begin))
        if [[ $line =~ $pattern ]]; then
            [[ ! -t 1 ]] || printf '\r\033[K'
            printf '%6d s  %s\n' "$elapsed" "${BASH_REMATCH[1]}"
        elif [[ -t 1 ]]; then
            printf '\r\033[K%6d s  … %.60s' "$elapsed" "$line"
        elif ((SECONDS >= shown + 10)); then
            printf '%6d s  … %.100s\n' "$elapsed" "$line"
        else
            continue
        fi
        shown=$SECONDS
    done || status=$?
    [[ ! -t 1 ]] || printf '\r\033[K'
    return "$status"
}

# ---- Java ------------------------------------------------------------------------------------------------------------------------

# The major version of the JDK in a folder; nothing if there is none.
jdk_major() {
    [[ -x $1/bin/javac ]] || return 0
    "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \(1\.\)\{0,1\}\([0-9]*\).*/\2/p'
}

# Sets JAVA_HOME to a JDK 17 or newer: the user's, the path's, or one that the system has installed beside an older default.
find_jdk() {
    local home major
    if [[ -n ${JAVA_HOME:-} ]]; then
        major=$(jdk_major "$JAVA_HOME")
        [[ -n $major ]] || die "JAVA_HOME is $JAVA_HOME, where there is no JDK (bin/javac). Point it to a JDK 17 or newer, or unset it."
        ((major >= 17)) || die "JAVA_HOME is $JAVA_HOME, a JDK $major; 17 or newer is needed. Point it to one, or unset it."
        export JAVA_HOME
        return
    fi
    home=$(readlink -f "$(command -v javac)" || true)
    for home in "${home%/bin/javac}" /usr/lib/jvm/default-java /usr/lib/jvm/*; do
        major=$(jdk_major "$home")
        if ((${major:-0} >= 17)); then
            export JAVA_HOME=$home
            return
        fi
    done
    return 1
}

# ---- What the system must have ---------------------------------------------------------------------------------------------------

apt_knows() { [[ -n $(apt-cache madison "$1" 2>/dev/null) ]]; }

as_root() { if ((EUID == 0)); then "$@"; else sudo "$@"; fi; }

# What is missing, as lines "package: what for" in `required` and `optional`.
look_for_needs() {
    required=() optional=()
    find_jdk || required+=("default-jdk-headless: a JDK 17 or newer, to compile and run it")
    has mvn || required+=("maven: builds it")
    local tool
    for tool in gcc g++ make pkg-config; do
        has "$tool" || required+=("$tool: compiles the native part")
    done
    if ! pkg-config --exists libcamera 2>/dev/null; then
        optional+=("libcamera-dev: real cameras, through libcamera" "libcamera-ipa: libcamera's camera tuning, as a Raspberry Pi needs it")
    fi
    # The one name is Debian's, the other Ubuntu's.
    if [[ $(PATH=$PATH:/sbin:/usr/sbin ldconfig -p) != *libturbojpeg.so.0* ]]; then
        optional+=("libturbojpeg0: fast JPEG encoding" "libturbojpeg: fast JPEG encoding")
    fi
}

# The packages of such lines; of the optional ones those that this system's package manager offers.
packages() {
    local need
    for need in "${required[@]}"; do printf '%s\n' "${need%%:*}"; done
    for need in "${optional[@]}"; do
        if apt_knows "${need%%:*}"; then printf '%s\n' "${need%%:*}"; fi
    done
}

apt=(apt-get -q -y -o DPkg::Lock::Timeout=600)

# update_lists LOG
update_lists() {
    progress "$1" '^(E: .*)' as_root "${apt[@]}" update || say "apt-get update failed (log: $1); trying with what apt knows already."
}

# install_packages LOG PACKAGE...
install_packages() {
    local log=$1
    shift
    : >"$log"
    update_lists "$log"
    progress "$log" '^(Need to get .*|E: .*)' as_root env DEBIAN_FRONTEND=noninteractive \
        "${apt[@]}" install --no-install-recommends "$@"
}

# install_needs ask|no: installs what is missing, or stops with the command to type. What is optional never stops anything.
install_needs() {
    local may=$1 log=$root/target/run/apt.log names need command sudo=''
    look_for_needs
    ((${#required[@]} + ${#optional[@]})) || return 0
    if ! has apt-get; then
        ((${#required[@]})) || return 0
        say "Missing (the names are Debian's):"
        printf '  %s\n' "${required[@]}" "${optional[@]}"
        die "install these with this system's package manager, then start again"
    fi
    ((EUID == 0)) || { has sudo && sudo='sudo '; } || may=no
    if [[ $may != no && ${#required[@]} -gt 0 ]] && ! apt_knows make; then
        say "The package manager's lists are empty; fetching them: ${sudo}apt-get update"
        writable_target
        update_lists "$log"
    fi
    mapfile -t names < <(packages)
    ((${#names[@]})) || return 0

    say "Missing on this system:"
    for need in "${required[@]}" "${optional[@]}"; do
        [[ " ${names[*]} " != *" ${need%%:*} "* ]] || printf '  %s\n' "$need"
    done
    command="${sudo}apt-get update && ${sudo}apt-get install --no-install-recommends ${names[*]}"
    if [[ $may == no ]]; then
        if [[ -n $sudo ]] || ((EUID == 0)); then say "Install with:"; else say "Install as root with:"; fi
        say "  $command"
        ((${#required[@]} == 0)) || exit 1
        say "Going on without."
        return
    fi
    say "Installing with: $command"
    writable_target
    if [[ -z $sudo ]] || sudo -v; then
        install_packages "$log" "${names[@]}" || tail -n 5 "$log" >&2
    fi
    look_for_needs
    ((${#required[@]} == 0)) || die "still missing: ${required[*]%%:*}. Install them with the command above (log: $log)."
}

# ---- The build -------------------------------------------------------------------------------------------------------------------

writable_target() {
    mkdir -p "$root/target/run" 2>/dev/null || true
    [[ -w $root/target/run ]] ||
        die "$root/target is not writable: was it built by another user? Remove it as that user, or clone the project anew."
}

# Of all that a jar is made from.
fingerprint() (
    cd "$root" || return
    mapfile -t modules < <(grep -o '<module>[^<]*' pom.xml | cut -d'>' -f2)
    {
        find pom.xml .mvn "${modules[@]}" -name target -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
        jdk_major "$JAVA_HOME"
        pkg-config --modversion libcamera 2>&1 || true
        uname -m
    } | sha256sum
)

# build NAME MODULE JAR: makes target/run/NAME.jar of the JAR that Maven builds, without tests and linters, unless it is up to date.
# It is a copy, so that a later build does not pull it away under a program that runs.
build() {
    writable_target
    (flock 9 && build_locked "$@") 9>"$root/target/run/build.lock"
}

build_locked() {
    local jar=$root/target/run/$1.jar log=$root/target/run/build.log now
    now=$(fingerprint)
    [[ ! -e $jar || $(cat "$jar.from" 2>/dev/null) != "$now" ]] || return 0
    say "Building $1 (log: target/run/build.log). The first time takes minutes, as Maven downloads what it needs."
    cd "$root" || return
    : >"$log"
    progress "$log" '^\[INFO\] Building (.*\[[0-9]+/[0-9]+\])' mvn -B -Dquick -DskipTests -pl "$2" -am package || {
        grep -E '^\[ERROR\]|error:' "$log" | head -n 20 >&2 || tail -n 20 "$log" >&2
        why_maven_failed "$log"
        die "the build failed; the whole log is $log"
    }
    cp "$3" "$jar.new"
    mv "$jar.new" "$jar"
    printf '%s\n' "$now" >"$jar.from"
}

why_maven_failed() {
    local repository=${HOME:-/nonexistent}/.m2
    [[ -d $repository ]] || repository=${HOME:-/nonexistent}
    if [[ ! -w $repository ]]; then
        say "Maven keeps its downloads in ~/.m2, and $repository is not writable." >&2
    elif grep -qiE 'could not transfer|unknown host|connect timed out|connection refused' "$1"; then
        say "Maven could not download. A proxy or a mirror goes into ~/.m2/settings.xml, a network's own certificate into the system's." >&2
    elif grep -q 'No space left on device' "$1"; then
        say "The disk is full." >&2
    elif grep -q 'RequireMavenVersion' "$1"; then
        say "Maven 3.8 or newer is needed; this is $(mvn -v | head -n 1)." >&2
    fi
}

# start_java NAME ARGUMENT...: becomes the program. Native access is what JNA is for: new JDKs warn without that switch.
start_java() {
    local name=$1
    shift
    export LIBCAMERA_LOG_LEVELS=${LIBCAMERA_LOG_LEVELS:-*:ERROR} # else libcamera chats on the terminal
    exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED "-XX:ErrorFile=$root/target/run/hs_err_pid%p.log" \
        -jar "$root/target/run/$name.jar" "$@"
}

# ---- Debian folders --------------------------------------------------------------------------------------------------------------

folders=${XDG_CACHE_HOME:-$HOME/.cache}/reactor-libcamera

# make_debian_folder LOG SUITE[/PURPOSE] PACKAGE...: makes it if need be, as $folder; see scripts/debian-folder.
make_debian_folder() {
    folder=$folders/${2/\//-}
    progress "$1" '^(Need to get .*|I: (Extracting|Configuring) base.*|E: .*)' \
        bash "$root/scripts/debian-folder" "$folder" "${2%/*}" "${@:3}"
}
