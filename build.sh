#!/usr/bin/env bash
# The tasks of build.ps1 on a machine that needs nothing but the .NET SDK:
#   ./build.sh build | test | quickstart | analyze | bench | help | package | soak
# They run in PowerShell 7.4 or later, the pwsh on the PATH or else the .NET tool of .config/dotnet-tools.json.
# Where neither is to be had, what can be done without PowerShell is done, and what cannot is named.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en

task=${1:-build}
shift || true
case "$task" in
    build | test | quickstart | analyze | bench | help | package | soak) ;;
    *)
        sed -n '2,3s/^# //p' "${BASH_SOURCE[0]}" >&2
        exit 64 ;;
esac

# .NET, NuGet and PowerShell keep what they restore and cache in the home folder.
if [ ! -d "${HOME:-}" ] || [ ! -w "$HOME" ]; then
    echo "The home folder '${HOME:-}' cannot be written: packages and tools go to out/home." >&2
    export HOME=$PWD/out/home
    mkdir -p "$HOME"
    unset DOTNET_CLI_HOME XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME
fi

powershell=()
reason=

# Takes a PowerShell that is new enough, as the program itself and not what it was found by: the pwsh of a .NET tool is a shim that has PowerShell
# as its child, where a signal does not reach it.
take() {
    local name=$1 said
    shift
    said=$("$@" -NoProfile -NonInteractive -Command '"$($PSVersionTable.PSVersion) $PSHOME"' 2> /dev/null < /dev/null) || said=
    said=${said##*$'\n'}
    if ! [[ $said =~ ^[A-Za-z\ ]*([0-9]+)\.([0-9]+)[^\ ]*(\ (.+))?$ ]]; then
        reason="$name does not start"
    elif ((BASH_REMATCH[1] < 7 || (BASH_REMATCH[1] == 7 && BASH_REMATCH[2] < 4))); then
        reason="$name is ${BASH_REMATCH[1]}.${BASH_REMATCH[2]}, older than 7.4"
    elif [ -x "${BASH_REMATCH[4]}/pwsh" ]; then
        powershell=("${BASH_REMATCH[4]}/pwsh" -NoProfile -NonInteractive -File)
    elif [ -f "${BASH_REMATCH[4]}/pwsh.dll" ]; then
        powershell=(dotnet "${BASH_REMATCH[4]}/pwsh.dll" -NoProfile -NonInteractive -File)
    else
        reason="$name does not start"
    fi
    [ ${#powershell[@]} -gt 0 ]
}

find_powershell() {
    local said
    if command -v pwsh > /dev/null; then
        if take "the pwsh on the PATH" pwsh; then
            return
        fi
    else
        reason='no pwsh is on the PATH'
    fi
    echo "Restoring the PowerShell of .config/dotnet-tools.json, 43 MB the first time: $reason" >&2
    if said=$(dotnet tool restore 2>&1 < /dev/null); then
        take "$reason, and the one of .config/dotnet-tools.json" dotnet tool run pwsh -- || return 0
    else
        reason="$reason, and the package feed gives none"
    fi
}

# Builds in silence. What went wrong is said once, and packages that could not be restored in one line.
build() {
    local said
    if said=$(dotnet build "$@" --verbosity quiet -clp:NoSummary 2>&1); then
        return
    fi
    if grep -q ': error NU[0-9]*:' <<< "$said"; then
        echo "The packages could not be restored: $(sed -nE 's/.*: error NU[0-9]+: *([^[]*).*/\1/p' <<< "$said" | head -1)" >&2
    else
        sort -u <<< "$said" >&2
    fi
    return 1
}

quickstart() {
    # What is cloned has passed the analyzers, which take longer than the compiler. Where everything was built, as the tests need it, it was with
    # them, and without them it would be compiled again.
    local analyzers=false
    if [ -d tests/Unit/bin ]; then
        analyzers=true
    fi
    echo 'Building the module, and looking for PowerShell 7.4 or later meanwhile (a minute the first time)'
    build src/PermModule.Cmdlets -p:RunAnalyzers=$analyzers &
    find_powershell
    wait $!
    if [ ${#powershell[@]} -gt 0 ]; then
        echo 'Running examples/quickstart.ps1'
        exec "${powershell[@]}" examples/quickstart.ps1
    fi
    echo "No PowerShell 7.4 or later ($reason): examples/quickstart.ps1 is not run, here is the same job in C#" >&2
    build samples/Quickstart -p:RunAnalyzers=$analyzers
    exec dotnet run --project samples/Quickstart --no-build
}

# The tests that need no PowerShell. Nothing failed is not enough where a suite was not run: the exit code is 2 then.
test_without() {
    local result=2 log summary browser
    log=$(mktemp)
    echo 'Building'
    build PermModule.slnx
    echo 'Running the xunit tests'
    dotnet test tests/Unit --no-build --verbosity quiet --logger 'console;verbosity=minimal' 2>&1 | tee "$log" | grep -v '^ *$' || result=1
    summary=$(sed -nE 's/.*Failed: *([0-9]+), Passed: *([0-9]+), Skipped: *([0-9]+),.*/xunit: \2 passed, \1 failed, \3 skipped/p' "$log" | tail -1)
    summary=${summary%, 0 skipped}
    [ -n "$summary" ] || result=1
    echo 'Running the browser tests'
    bash tests/Browser/run.sh --no-build 2>&1 | tee "$log" | sed '$d' || result=1
    browser=$(tail -1 "$log")
    rm -f "$log"
    echo "${summary:-xunit: did not finish}"
    echo "Pester not run: no PowerShell 7.4 or later ($reason)"
    echo "$browser"
    return "$result"
}

if [ "$task" = quickstart ]; then
    quickstart
fi
echo "Looking for PowerShell 7.4 or later"
find_powershell
if [ ${#powershell[@]} -gt 0 ]; then
    exec "${powershell[@]}" build.ps1 -Task "$task" "$@"
fi
case "$task" in
    build) build PermModule.slnx ;;
    test) test_without ;;
    bench)
        echo "No PowerShell 7.4 or later ($reason): no pipeline is measured" >&2
        dotnet run --project bench --configuration Release -- "$@" ;;
    *)
        echo "$task not run: it needs PowerShell 7.4 or later ($reason)" >&2
        exit 2 ;;
esac
