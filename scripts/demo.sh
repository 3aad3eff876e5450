# shellcheck shell=bash disable=SC2154
# The demo of scripts/run: boots the VM "hello" through the API. Sourced by it; uses its variables
# and functions (storage, address, stopping, stop_daemon, daemon_lives).

readonly demo_cmdline='console=ttyS0 quiet panic=1 no_timer_check tsc=reliable'

make_demo_guest() {
    local made=target/demo-guest
    "$here/demo-guest" "$made"
    mkdir -p "$storage/boot"
    copy_if_changed "$made/vmlinuz" "$storage/boot/demo-vmlinuz"
    copy_if_changed "$made/initrd.img" "$storage/boot/demo-initrd.img"
}

show_demo() {
    say "Waiting for the daemon"
    if ! until_within 120 daemon_is_ready; then
        give_up "the daemon did not get ready within two minutes"
    elif ! boot_hello; then
        give_up "the VM hello cannot be shown (status $status): $answer"
    else
        local sight="is running"
        until_within 90 guest_is_up || sight="is running, and its guest has not got ready yet"
        if hello_runs; then
            [[ $stopping == yes ]] || show_where_to_look
        else
            give_up "the VM hello does not run: $answer"
        fi
    fi
}

hello_runs() { api GET vms/hello && [[ $answer == *'"state":"running"'* ]]; }

# Says why and stops the daemon, unless it is the daemon's end, or Ctrl-C, that spoiled the demo.
give_up() {
    if daemon_lives && [[ $stopping == no ]]; then
        say "error: $*"
        # shellcheck disable=SC2034 # scripts/run ends with it
        outcome=1
        stop_daemon
    fi
}

# until_within <seconds> <command>: repeats the command until it succeeds, the time is up, or the daemon ends.
until_within() {
    local deadline=$((SECONDS + $1))
    until "$2"; do
        if ((SECONDS >= deadline)) || ! daemon_lives || [[ $stopping == yes ]]; then
            return 1
        fi
        sleep 0.3
    done
}

daemon_is_ready() { curl -sf -m 5 -o /dev/null "$address/q/health/ready"; }

# The console's log goes on over restarts: only what follows the last start mark counts.
guest_is_up() { api GET vms/hello/console && [[ ${answer##*--- start } == *VMAN-GUEST-READY* ]]; }

boot_hello() {
    if api GET vms/hello; then
        api POST vms/hello/actions/start
    else
        api POST vms "$(hello_request)"
    fi
}

hello_request() {
    cat <<JSON
{"name": "hello", "template": "small", "memoryMib": 256, "start": true,
 "boot": {"kernel": "$storage/boot/demo-vmlinuz", "initrd": "$storage/boot/demo-initrd.img",
  "cmdline": "$demo_cmdline"}}
JSON
}

# api <method> <path> [json]: sets $answer and $status; succeeds for a 2xx.
api() {
    local body=()
    [[ $# -lt 3 ]] || body=(-H 'Content-Type: application/json' --data-binary "$3")
    # The token goes over standard input, so that no process list shows it.
    answer=$(curl -s -m 120 -X "$1" -H @- "${body[@]}" -w '\n%{http_code}' "$address/api/v1/$2" \
        <<<"Authorization: Bearer $(token)") || true
    status=${answer##*$'\n'}
    answer=${answer%$'\n'*}
    [[ $status == 2* ]]
}

token() {
    if [[ -n ${VMAN_API_TOKEN:-} ]]; then
        echo "$VMAN_API_TOKEN"
    else
        cat "$storage/token"
    fi
}

show_where_to_look() {
    local token_from="\$(cat $(printf %q "$storage/token"))" token_place=$storage/token
    if [[ -n ${VMAN_API_TOKEN:-} ]]; then
        token_from="\$VMAN_API_TOKEN" token_place="in VMAN_API_TOKEN, which the other terminal needs too"
    fi
    local call="curl -s -H \"Authorization: Bearer $token_from\""
    cat <<TEXT

The VM "hello" $sight. Where to look:
  page    $address/q/swagger-ui
  token   $token_place
Paste one of these into another terminal:
  $call $address/api/v1/vms/hello
  $call $address/api/v1/vms/hello/console
  $call -X POST $address/api/v1/vms/hello/actions/stop
Ctrl-C stops the daemon; the VM goes on running.

TEXT
}
