# shellcheck shell=bash
# What the scripts beside this file share. Source it; it changes nothing by itself.

readonly JDK_FEATURE=25

say() { printf '%s\n' "$*" >&2; }

die() {
    say "error: $*"
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Prints the leading comment of a script (its help text), without the shebang.
print_help() { sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$1"; }

# Runs a command as root: directly, or with sudo. Fails with a message where neither is possible.
as_root() {
    if [[ $EUID -eq 0 ]]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        die "this needs root, and there is no sudo here. Run as root: $*"
    fi
}

on_debian() { have apt-get && have dpkg; }

apt_update() {
    say "Refreshing the package lists (apt-get update)"
    as_root apt-get -qq update
}

apt_install() {
    say "Installing with apt-get: $*"
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --yes --no-install-recommends "$@" >/dev/null
}

# ensure_packages <command>:<debian package>...
# Installs the packages whose command is absent. Where there is no apt-get it lists them and stops.
ensure_packages() {
    local pair commands=() packages=()
    for pair in "$@"; do
        have "${pair%%:*}" && continue
        commands+=("${pair%%:*}")
        packages+=("${pair#*:}")
    done
    [[ ${#commands[@]} -gt 0 ]] || return 0
    on_debian || die "please install what provides: ${commands[*]} (Debian's packages: ${packages[*]})"
    apt_update
    apt_install "${packages[@]}"
    for pair in "${commands[@]}"; do
        have "$pair" || die "$pair is still missing after installing ${packages[*]}"
    done
}

default_storage() {
    if [[ $EUID -eq 0 ]]; then
        echo /var/lib/vman
    else
        echo "$HOME/.local/share/vman"
    fi
}

ensure_qemu() { ensure_packages qemu-system-x86_64:qemu-system-x86 qemu-img:qemu-utils; }

# UEFI for machines that ask for it; others do without.
ensure_uefi() {
    compgen -G '/usr/share/OVMF/OVMF_CODE*.fd' >/dev/null && return
    compgen -G '/usr/share/edk2/*/OVMF_CODE*.fd' >/dev/null && return
    if on_debian; then
        apt_update
        apt_install ovmf
    else
        say "note: there is no OVMF here: machines can't boot with UEFI"
    fi
}

# What networks on bridges are made with.
ensure_network_tools() {
    # Debian keeps some of them where only root's PATH leads.
    PATH=$PATH:/usr/sbin:/sbin ensure_packages ip:iproute2 nft:nftables dnsmasq:dnsmasq-base nsenter:util-linux
}

# Prints the feature version (25, ...) of the JDK in a folder; nothing if there is no compiler.
jdk_feature() {
    [[ -x $1/bin/javac ]] || return 0
    "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
}

jdk_candidates() {
    [[ -z ${JAVA_HOME:-} ]] || printf '%s\n' "$JAVA_HOME"
    # Oldest first, so that the one the build was tried with wins. Names such as java-25-openjdk-amd64
    # and temurin-25-jdk-amd64 sort by their second part.
    printf '%s\n' /usr/lib/jvm/*/ | sed 's,/$,,' | sort -t- -k2,2n
    if have javac; then
        dirname "$(dirname "$(readlink -f "$(command -v javac)")")"
    fi
}

# Sets and exports JAVA_HOME to a JDK that is new enough: $JAVA_HOME, /usr/lib/jvm/*, or the one on the PATH.
find_jdk() {
    local home feature
    while IFS= read -r home; do
        feature=$(jdk_feature "$home")
        if [[ -n $feature && $feature -ge $JDK_FEATURE ]]; then
            export JAVA_HOME=$home
            return 0
        fi
    done < <(jdk_candidates)
    die "no JDK $JDK_FEATURE or newer found (looked at JAVA_HOME, /usr/lib/jvm and the PATH)." \
        "Install one, for example 'apt-get install openjdk-$JDK_FEATURE-jdk-headless' or https://adoptium.net," \
        "and set JAVA_HOME if it is elsewhere."
}

# What the Maven wrapper needs before it can download Maven.
ensure_build_tools() {
    find_jdk
    ensure_packages curl:curl
}

# Prints what the JVM is told about memory. Acts take a seventh less time where the host has huge pages for those who ask.
memory_options() {
    local huge_pages=/sys/kernel/mm/transparent_hugepage/enabled
    printf '%s\n' -XX:+UseSerialGC
    if grep -Eqs '\[(madvise|always)\]' "$huge_pages"; then
        printf '%s\n' -XX:+UseTransparentHugePages
    fi
}

# Builds VMAN where something changed, and sets app, the folder that holds quarkus-run.jar, and java_options, what the
# JVM should be told. To be run in the project's folder. What was built is kept by the hash of what it was built from,
# in a folder of its own: a later build must not change the jars below a daemon that runs.
build() {
    local memory
    mapfile -t memory < <(memory_options)
    app=target/run/$(source_hash)
    # shellcheck disable=SC2034 # The scripts that build pass them on.
    java_options=("${memory[@]}" '-Xlog:aot*=off' "-XX:AOTCache=$PWD/$app/vman.aot")
    [[ -e $app/quarkus-run.jar ]] || make_jars
    [[ -e $app/vman.aot || -e $app/untrained ]] || train "$PWD/$app" "${memory[@]}"
}

make_jars() {
    say "Building VMAN"
    ./mvnw -B -q -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true package >&2
    mkdir -p target/run
    rm -rf "$app.partial"
    cp -r target/quarkus-app "$app.partial"
    mv -T "$app.partial" "$app"
}

# The JVM keeps what it loads and learns while VMAN runs for some seconds (JEP 483, 514, 515): every later start takes
# two to five seconds instead of eight and more. VMAN runs without that as well.
#
# train <folder of the jars> <JVM option>...
train() {
    local jars=$1 place pid address
    shift
    say "Letting the JVM learn VMAN"
    place=$(mktemp -d)
    touch "$place/log"
    (
        # The settings are of the daemon to come: its database and its token are not to be played with.
        unset "${!VMAN_@}" "${!QUARKUS_@}"
        VMAN_STORAGE_PATH=$place/storage VMAN_OPERATOR_DRY_RUN=true QUARKUS_HTTP_PORT=0 exec "$JAVA_HOME/bin/java" \
            "$@" "-XX:AOTCacheOutput=$jars/vman.aot" -jar "$jars/quarkus-run.jar"
    ) >"$place/log" 2>&1 &
    pid=$!
    if address=$(await_line "$place/log" 's/.*VMAN is ready: //p' "$pid"); then
        exercise "$address/api/v1" "$(<"$place/storage/token")" "$place"
    fi
    kill "$pid" 2>/dev/null || true
    wait "$pid" || true
    if [[ ! -e $jars/vman.aot ]]; then
        say "That failed; VMAN will start slowly. Its last words: $(tail -n 3 "$place/log")"
        touch "$jars/untrained"
    fi
    rm -rf "$place"
}

# await_line <file> <sed script> <pid>
# Prints what the script finds in a file that the process writes; fails when there is nothing in a minute.
await_line() {
    local found
    for _ in {1..600}; do
        found=$(sed -n "$2" "$1")
        [[ -z $found ]] || break
        kill -0 "$3" 2>/dev/null || return 1
        sleep 0.1
    done
    printf '%s\n' "$found"
    [[ -n $found ]]
}

# exercise <address> <token> <folder>
# Asks a dry-run daemon for what users ask most, some times over.
exercise() {
    local api=$1 token=$2 folder=$3 number method path body
    for number in {1..25}; do
        while read -r method path body; do
            # The separator of curl's requests stands before each, so that the first one is cut off below.
            printf 'next\nrequest = "%s"\nurl = "%s"\n' "$method" "$api/$path"
            printf 'header = "Authorization: Bearer %s"\noutput = "/dev/null"\n' "$token"
            [[ -z $body ]] || printf 'header = "Content-Type: application/json"\ndata = "%s"\n' "${body//\"/\\\"}"
        done <<END
POST vms {"name": "vm-$number", "memoryMib": 64, "diskSizeBytes": 1048576}
POST disks {"name": "disk-$number", "sizeBytes": 1048576}
POST vms/vm-$number/actions/start {}
GET vms/vm-$number
POST disks/disk-$number/actions/attach {"vm": "vm-$number"}
POST disks/disk-$number/actions/detach {}
POST vms/vm-$number/actions/pause {}
POST vms/vm-$number/actions/resume {}
POST vms/vm-$number/actions/stop {"force": true}
GET vms
GET disks
GET operations
POST observer/actions/run {}
DELETE disks/disk-$number
DELETE vms/vm-$number
END
    done | tail -n +2 >"$folder/requests"
    curl --silent --show-error --config "$folder/requests" || true
}

# run_on_tests <main class> <argument>...
# Runs a program that lives among the integration tests, on the daemon as scripts/run starts it. To be run in the
# project's folder; does not return.
run_on_tests() {
    ensure_build_tools
    ensure_qemu
    ensure_network_tools
    scripts/demo-guest target/demo-guest
    build
    say "Compiling the tests"
    ./mvnw -B -q -ntp -Dspotless.check.skip=true test-compile dependency:build-classpath -DincludeScope=test \
        -Dmdep.outputFile=target/test-classpath >&2
    exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
        -Dvman.test.daemon="$app/quarkus-run.jar" -Dvman.test.daemon-options="${java_options[*]}" \
        -cp "target/test-classes:target/classes:$(<target/test-classpath)" "$@"
}

source_hash() {
    find pom.xml .mvn src/main -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-12
}

# Under a new name first: somebody may be reading the old file at this moment.
copy_if_changed() {
    cmp -s "$1" "$2" && return
    cp "$1" "$2.partial"
    chmod 0644 "$2.partial"
    mv "$2.partial" "$2"
}
