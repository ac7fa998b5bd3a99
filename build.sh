#!/usr/bin/env bash
# The tasks of build.ps1 on a machine that needs nothing but the .NET SDK:
#   ./build.sh build | test | quickstart | analyze | bench | help | package | soak
# Hands over to build.ps1 where PowerShell 7.4 or later can be had, and else does what can be done without it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en

task=${1:-build}
shift || true

is_new_enough() {
    "$@" -NoProfile -NonInteractive -Command 'exit [int]($PSVersionTable.PSVersion -lt [version]"7.4")' > /dev/null 2>&1
}

if command -v pwsh > /dev/null && is_new_enough pwsh; then
    exec pwsh -NoProfile -NonInteractive -File build.ps1 -Task "$task" "$@"
fi

if dotnet tool restore > /dev/null 2>&1 && is_new_enough dotnet tool run pwsh --; then
    # The tool's own program is a shim with PowerShell as its child, where a signal does not reach it.
    home=$(dotnet tool run pwsh -- -NoProfile -Command '$PSHOME')
    exec dotnet "$home/pwsh.dll" -NoProfile -NonInteractive -File build.ps1 -Task "$task" "$@"
fi

echo "No PowerShell 7.4 or later: none on the PATH, and 'dotnet tool restore' could not get it." >&2

build() {
    dotnet build PermModule.slnx --verbosity quiet -clp:NoSummary
}

test_all() {
    local failed=0 log summary browser
    log=$(mktemp)
    build
    dotnet test tests/Unit --no-build --verbosity quiet --logger 'console;verbosity=minimal' 2>&1 | tee "$log" | grep -v '^ *$' || failed=1
    summary=$(sed -nE 's/.*Failed: *([0-9]+), Passed: *([0-9]+), Skipped: *([0-9]+),.*/xunit: \2 passed, \1 failed, \3 skipped/p' "$log" | tail -1)
    summary=${summary%, 0 skipped}
    rm -f "$log"
    if [ -z "$summary" ]; then
        failed=1
    fi
    if [ -f tests/Browser/run.sh ]; then
        log=$(mktemp)
        bash tests/Browser/run.sh 2>&1 | tee "$log" | sed '$d' || failed=1
        browser=$(tail -1 "$log")
        rm -f "$log"
    fi
    echo "${summary:-xunit: did not finish}"
    echo 'Pester not run: no PowerShell'
    if [ -n "${browser:-}" ]; then
        echo "$browser"
    fi
    return "$failed"
}

case "$task" in
    build) build ;;
    test) test_all ;;
    quickstart)
        echo 'examples/quickstart.ps1 not run: no PowerShell. The same job in C#:' >&2
        dotnet run --project samples/Quickstart ;;
    bench) dotnet run --project bench --configuration Release -- "$@" ;;
    analyze | help | package | soak)
        echo "$task not run: it needs PowerShell" >&2
        exit 2 ;;
    *)
        sed -n '2,4s/^# //p' "$0" >&2
        exit 64 ;;
esac
