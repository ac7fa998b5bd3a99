#requires -Version 7.4
<#
.SYNOPSIS
Builds, tests and packs PermModule.
.DESCRIPTION
Build       lays the module out in out/PermModule/<version>/
Test        runs the xunit, Pester and browser tests beside each other; the last lines count what passed. The exit code is 1 when
            something failed, and 2 when nothing failed and Pester could not be had
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
Set-Location -LiteralPath $PSScriptRoot
$env:DOTNET_NOLOGO = $env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_CLI_UI_LANGUAGE = 'en'
# The tests and examples run in the same PowerShell as this script, in processes of their own.
. $PSScriptRoot/tests/PowerShell.ps1

function Exit-Task {
    param([string] $Reason)
    [Console]::Error.WriteLine($Reason)
    exit 1
}

function Invoke-Native {
    param([scriptblock] $Command)
    & $Command
    if ($LASTEXITCODE) {
        exit $LASTEXITCODE
    }
}

function Invoke-Build {
    # In silence. What went wrong is said once, and packages that could not be restored in one line.
    param([string] $Project = 'PermModule.slnx', [string[]] $Option = @())
    "Building $Project"
    $said = @(dotnet build $Project --verbosity quiet -clp:NoSummary @Option 2>&1 | ForEach-Object { "$_" })
    if ($LASTEXITCODE) {
        $package = $said -match ': error NU\d+:' -replace '^.*: error NU\d+: *' -replace ' \[[^[]*\]$' | Select-Object -First 1
        Exit-Task ($package ? "The packages could not be restored: $package" : (($said | Sort-Object -Unique) -join "`n"))
    }
}

function Invoke-Script {
    param([string] $Path)
    "Running $Path"
    Invoke-Native { pwsh -NoProfile -NonInteractive -File $Path @Argument }
}

function Invoke-Test {
    Invoke-Build
    'Running the xunit, Pester and browser tests beside each other'
    $suites = @(
        @{ Name = 'xunit'; Line = @($powerShell) + $powerShellArgument + '-NoProfile', '-NonInteractive', '-File', 'tests/Unit/Invoke-Tests.ps1' }
        @{ Name = 'Pester'; Line = @($powerShell) + $powerShellArgument + '-NoProfile', '-NonInteractive', '-File', 'tests/Pester/Invoke-Tests.ps1' }
        @{ Name = 'Browser'; Line = 'bash', 'tests/Browser/run.sh', '--no-build' }
    )
    # The last line of a suite counts its tests, and is kept for the end; what it says before is shown as it comes.
    $ended = $suites | ForEach-Object -Parallel {
        $suite = $_
        # A list even of one: a text would be splatted letter by letter.
        $program, [string[]] $arguments = $suite.Line
        $last = $null
        $failed = [Collections.Generic.List[string]]::new()
        & $program @arguments 2>&1 | ForEach-Object {
            # A program that a test left running may write an error after the count.
            if ($_ -is [Management.Automation.ErrorRecord]) { Write-Host "$_"; return }
            if ($null -ne $last) { Write-Host $last }
            $last = "$_"
            if ($last -match '^(\[-\]|  Failed) ') { $failed.Add($last) }
        }
        [pscustomobject]@{ Name = $suite.Name; ExitCode = $LASTEXITCODE; Failed = $failed; Tally = [string]::IsNullOrWhiteSpace($last) ? "$($suite.Name): did not finish" : $last }
    } | Sort-Object { [array]::IndexOf($suites.Name, $_.Name) }
    # Again, where a reader looks first: at the end. Item by item, since $ended.Failed is an error where nothing failed.
    $ended | ForEach-Object { $_.Failed }
    $ended.Tally
    # Nothing failed is not enough where a suite could not be run, which ends with 2.
    if ($ended.ExitCode | Where-Object { $_ -notin 0, 2 }) { exit 1 }
    exit ($ended.ExitCode -contains 2 ? 2 : 0)
}

switch ($Task) {
    Build { Invoke-Build }
    Test { Invoke-Test }
    Quickstart {
        # What is cloned has passed the analyzers, which take longer than the compiler. Where everything was built, as the tests need it, it was
        # with them, and without them it would be compiled again.
        Invoke-Build src/PermModule.Cmdlets "-p:RunAnalyzers=$(Test-Path tests/Unit/bin)"
        Invoke-Script examples/quickstart.ps1
    }
    Analyze {
        pwsh -NoProfile -NonInteractive -File tests/Style/Invoke-Analysis.ps1
        $analysis = $LASTEXITCODE
        pwsh -NoProfile -NonInteractive -File tests/Style/Invoke-Lint.ps1
        # A machine without npm can still analyze the scripts; the line above says why no page was read.
        exit ($LASTEXITCODE -eq 1 ? 1 : $analysis)
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
    Bench {
        # One that is installed has machine code; without it, most of what is measured of a process would be PowerShell compiling itself.
        if ($compiled = Get-CompiledPowerShell) {
            $env:PATH = $compiled + [IO.Path]::PathSeparator + $env:PATH
        }
        Invoke-Native { dotnet run --project bench --configuration Release -- @Argument }
    }
}
