#!/usr/bin/env bash
# Opens the HTML report in a headless Chromium. Installs the browser where it is missing and this may be done.
# --no-build takes the sample as it was built.
# The last line says how it went: "Browser: N passed, N failed", or "Browser not run: <reason>".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export NO_COLOR=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

not_run() {
    echo "Browser not run: $1"
    exit 0
}

find_chromium() {
    CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || true)}
    [ -n "$CHROMIUM" ]
}

command -v dotnet > /dev/null || not_run "no .NET SDK"
command -v node > /dev/null && command -v npm > /dev/null || not_run "no Node.js with npm"
node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || not_run "Node.js $(node --version) is older than 20"
if ! find_chromium; then
    command -v apt-get > /dev/null || not_run "no Chromium, and no apt-get to install it"
    [ "$(id -u)" -eq 0 ] || not_run "no Chromium, and only root may install it"
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium) > /dev/null 2>&1
    find_chromium || not_run "no Chromium, and apt-get could not install it"
fi
export CHROMIUM
npm ci --silent --no-fund --no-audit || not_run "npm could not install playwright-core and axe-core"

SAMPLE=$(mktemp -d)
export SAMPLE
trap 'rm -rf "$SAMPLE"' EXIT
if ! dotnet run --project Sample --verbosity quiet "$@" -- "$SAMPLE"; then
    echo 'Browser: 0 passed, 1 failed'
    exit 1
fi

log=$SAMPLE/log
node --test --test-reporter=tap report.test.mjs > "$log"
failed=$?
grep -vE '^ *(TAP version|# Subtest|duration_ms|type:|\.\.\.|---|1\.\.)' "$log" | grep -E '^ *(ok|not ok)|SKIP|Error|error:|expected|actual|^ *[+-] ' || cat "$log"
passed=$(sed -n 's/^# pass //p' "$log")
wrong=$(sed -n 's/^# fail //p' "$log")
echo "Browser: ${passed:-0} passed, ${wrong:-1} failed"
exit "$failed"
