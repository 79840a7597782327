# Named steps, one after the other, whose tests are counted. Sourced by scripts/check and scripts/test.
# The last line of a run is "N passed, N failed".
# shellcheck shell=bash

passed=0
failed=0
current=
started=$SECONDS
log=$(mktemp)

# Adds what the runners said at their end: nextest, cargo's own, node's.
count() {
    local numbers
    numbers=$(sed -E 's/\x1b\[[0-9;]*m//g' "$1" | awk '
        /^ *Summary \[/ {
            for (i = 2; i <= NF; i++) {
                if ($i ~ /^passed/) p += $(i - 1)
                if ($i ~ /^(failed|timed)/) f += $(i - 1)
            }
        }
        /^test result: / { for (i = 2; i <= NF; i++) { if ($i == "passed;") p += $(i - 1); if ($i == "failed;") f += $(i - 1) } }
        /^(ℹ|#) pass [0-9]+$/ { p += $3 }
        /^(ℹ|#) (fail|cancelled) [0-9]+$/ { f += $3 }
        END { print p + 0, f + 0 }')
    passed=$((passed + ${numbers% *}))
    failed=$((failed + ${numbers#* }))
}

# step NAME COMMAND...
step() {
    current=$1
    shift
    say "$current"
    local began=$SECONDS
    if ! "$@" 2>&1 | tee "$log"; then
        count "$log"
        exit 1
    fi
    count "$log"
    printf -- '-- %s: done in %s s\n' "$current" $((SECONDS - began))
    current=
}

summary() {
    local code=${1:-$?}
    rm -f "$log"
    [ -z "$current" ] || printf '\nFAILED at: %s (its output is above)\n' "$current"
    printf '\nTook %s s\n%s passed, %s failed\n' $((SECONDS - started)) "$passed" "$failed"
    exit "$code"
}
trap summary EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
