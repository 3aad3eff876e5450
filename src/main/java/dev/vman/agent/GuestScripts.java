package dev.vman.agent;

import java.util.ArrayList;
import java.util.List;

/**
 * What the guest's own shell does for us. The texts never change; all that differs comes to them as
 * arguments, which no shell reads. They need a POSIX shell and the programs that come with
 * coreutils or busybox.
 */
enum GuestScripts {
    /** Children first, while their parent is halted, so that it begins no more. */
    KILL(
            """
            victim=$1
            kill -STOP "$victim"
            for stat in /proc/[0-9]*/stat; do
                read -r line <"$stat" || continue
                # Behind the name, which may hold anything: state, parent...
                set -- ${line##*) }
                [ "$2" = "$victim" ] || continue
                child=${stat#/proc/}
                kill -KILL "${child%/stat}"
            done
            kill -KILL "$victim"
            """),

    /** {@code token user folder argv...}; a user of {@code ""} is the agent's own. */
    RUN_AS(
            """
            token=$1 user=$2
            shift 2
            begin='
                token=$1 folder=$2
                shift 2
                cd "$folder" || { echo "$token" >&2; exit 127; }
                command -v -- "$1" >/dev/null || { echo "$1: not found$token" >&2; exit 127; }
                exec "$@"
            '
            [ -n "$user" ] || exec sh -c "$begin" sh "$token" "$@"
            id -u "$user" >/dev/null || { echo "$token" >&2; exit 127; }
            exec su -s /bin/sh -c "$begin" -- "$user" sh "$token" "$@"
            """),

    /** {@code path temporary}: makes an empty file that is the agent's alone; prints the port. */
    PREPARE(
            """
            folder=${1%/*}
            [ -d "${folder:-/}" ] || { echo "$folder: no such folder" >&2; exit 40; }
            [ ! -d "$1" ] || { echo "$1: is a folder" >&2; exit 41; }
            for port in /sys/class/virtio-ports/*; do
                read -r name <"$port/name" && [ "$name" = dev.vman.files.0 ] && break
                name=
            done
            [ -n "$name" ] || { echo "this guest has no port dev.vman.files.0" >&2; exit 42; }
            umask 077
            : >"$2" || exit 43
            echo "/dev/${port##*/}"
            """),

    /** {@code port temporary}: until the sender's end. */
    RECEIVE("exec dd bs=64k of=\"$2\" <\"$1\""),

    /** {@code port file}. */
    SEND("exec cat \"$2\" >\"$1\""),

    /** {@code temporary path mode owner}: an empty mode or owner is that of the file before. */
    COMMIT(
            """
            mode=$3 owner=$4
            if [ -e "$2" ]; then
                mode=${mode:-$(stat -L -c %a "$2")} owner=${owner:-$(stat -L -c %u:%g "$2")}
            fi
            [ -z "$owner" ] || chown "$owner" "$1" || exit
            chmod "${mode:-644}" "$1" || exit
            mv -f "$1" "$2"
            """),

    /** {@code path}: prints the size and the port. */
    MEASURE(
            """
            [ -e "$1" ] || { echo "$1: no such file" >&2; exit 40; }
            [ -f "$1" ] || { echo "$1: no regular file" >&2; exit 41; }
            for port in /sys/class/virtio-ports/*; do
                read -r name <"$port/name" && [ "$name" = dev.vman.files.0 ] && break
                name=
            done
            [ -n "$name" ] || { echo "this guest has no port dev.vman.files.0" >&2; exit 42; }
            size=$(stat -L -c %s "$1") || exit
            echo "$size /dev/${port##*/}"
            """),

    /** {@code path}. */
    REMOVE("exec rm -f \"$1\"");

    private final String text;

    GuestScripts(String text) {
        this.text = text;
    }

    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", text, "sh"));
        command.addAll(List.of(arguments));
        return List.copyOf(command);
    }
}
