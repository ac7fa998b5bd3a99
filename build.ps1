#requires -Version 7.4
<#
.SYNOPSIS
Builds, tests and packs PermModule.
.DESCRIPTION
Build       lays the module out in out/PermModule/<version>/
Test        runs the xunit, Pester and browser tests; the last lines count what passed
Quickstart  runs examples/quickstart.ps1 in a process of its own
Analyze     runs PSScriptAnalyzer over every script, markdownlint over every page and actionlint over the workflows
Bench       runs the benchmarks; their names may follow
Help        makes the help files from docs/help
Package     makes the packages in out/packages
Soak        runs the crash, concurrency and fuzz tests for long
.EXAMPLE
./build.ps1 -Task Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Quickstart', 'Analyze', 'Bench', 'Help', 'Package', 'Soak')]
    [string] $Task = 'Build',

    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Argument = @()
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
Set-Location $PSScriptRoot
$env:DOTNET_NOLOGO = $env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_CLI_UI_LANGUAGE = 'en'
# The tests and examples run in the same PowerShell as this script, in processes of their own.
. $PSScriptRoot/tests/PowerShell.ps1

function Invoke-Native {
    param([scriptblock] $Command)
    & $Command
    if ($LASTEXITCODE) {
        throw "'$Command' ended with exit code $LASTEXITCODE."
    }
}

function Invoke-Build {
    Invoke-Native { dotnet build PermModule.slnx --verbosity quiet -clp:NoSummary }
}

function Invoke-Script {
    param([string] $Path)
    Invoke-Native { pwsh -NoProfile -NonInteractive -File $Path @Argument }
}

function Invoke-Suite {
    # Runs a test program. Its last line counts the tests; what it says before is shown as it comes.
    param([string] $Name, [scriptblock] $Command)
    $last = $null
    & $Command 2>&1 | ForEach-Object {
        if ($null -ne $last) { Write-Host $last }
        $last = "$_"
    }
    if ($LASTEXITCODE) { $failed.Add($Name) }
    if ([string]::IsNullOrWhiteSpace($last)) { "${Name}: did not finish" } else { $last }
}

function Invoke-Test {
    Invoke-Build
    $failed = [Collections.Generic.List[string]]::new()
    $lines = @(
        $counts = Invoke-Suite xunit { dotnet test tests/Unit --no-build --verbosity quiet --logger 'console;verbosity=minimal' | Where-Object { $_.Trim() } }
        if ($counts -match 'Failed: *(\d+), Passed: *(\d+), Skipped: *(\d+),') {
            "xunit: $($Matches[2]) passed, $($Matches[1]) failed, $($Matches[3]) skipped" -replace ', 0 skipped$'
        }
        else {
            $failed.Add('xunit')
            $counts
        }
        Invoke-Suite Pester { pwsh -NoProfile -NonInteractive -File tests/Pester/Invoke-Tests.ps1 }
        if (Test-Path tests/Browser/run.sh) {
            Invoke-Suite Browser { bash tests/Browser/run.sh }
        }
    )
    $lines
    if ($failed) { exit 1 }
}

switch ($Task) {
    Build { Invoke-Build }
    Test { Invoke-Test }
    Quickstart { Invoke-Build; Invoke-Script examples/quickstart.ps1 }
    Analyze {
        Invoke-Script tests/Style/Invoke-Analysis.ps1
        pwsh -NoProfile -NonInteractive -File tests/Style/Invoke-Lint.ps1
        # A machine without npm can still analyze the scripts; the line above says why no page was read.
        if ($LASTEXITCODE -eq 1) { exit 1 }
    }
    Help { Invoke-Script packaging/New-Help.ps1 }
    Package { Invoke-Script packaging/New-Package.ps1 }
    Soak {
        # The same tests as in every run, with many more rounds and a long fuzz; what they say of their figures is shown.
        $env:PERMMODULE_SOAK ??= '100'
        $env:PERMMODULE_FUZZ_SECONDS ??= '300'
        Invoke-Build
        Invoke-Native { dotnet test tests/Unit --no-build --filter 'FullyQualifiedName~Reliability|FullyQualifiedName~Hostile' --logger 'console;verbosity=detailed' }
        Invoke-Native { pwsh -NoProfile -NonInteractive -File tests/Pester/Invoke-Tests.ps1 -Path tests/Pester/Reliability.Tests.ps1 }
    }
    Bench { Invoke-Native { dotnet run --project bench --configuration Release -- @Argument } }
}
