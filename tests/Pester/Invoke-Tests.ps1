#requires -Version 7.4
<#
.SYNOPSIS
Runs the Pester tests. The last line counts them; the exit code is 1 when one failed.
.DESCRIPTION
Runs the Pester that is pinned in Directory.Packages.props, from the restored packages. Where it cannot be restored the last line says that
nothing was run, and the exit code is 2.
.PARAMETER Path
The files or folders to run; all unless given.
#>
[CmdletBinding()]
param([string[]] $Path = $PSScriptRoot)

$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'
$ProgressPreference = 'SilentlyContinue'

function Import-Pester {
    # -restore does nothing where the package is there already.
    $said = @(dotnet msbuild "$PSScriptRoot/PermModule.Pester.csproj" -restore -target:FindPester -getProperty:PesterManifest -nologo 2>&1 | ForEach-Object { "$_" })
    if ($LASTEXITCODE) {
        throw (($said -match ': error ' -replace '^.*: error \w+: ' | Select-Object -First 1) ?? $said[-1])
    }
    Import-Module $said[-1]
}

try {
    Import-Pester
}
catch {
    "Pester not run: its package could not be restored ($($_.Exception.Message.Split("`n")[0].Trim()))"
    exit 2
}

# Whoever runs the tests may have a store of his own, which a cmdlet without one would use.
$env:PERMMODULE_STORE = $null
$env:XDG_DATA_HOME = Join-Path ([IO.Path]::GetTempPath()) 'permmodule-tests-have-no-default-store'

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'None'
# The tests see what a user's session has, not what this script wants for itself.
$ErrorActionPreference = 'Continue'
$run = Invoke-Pester -Configuration $configuration
$ErrorActionPreference = 'Stop'

foreach ($test in $run.Failed) {
    "[-] $($test.ExpandedPath)"
    $test.ErrorRecord | ForEach-Object { "    $($_.DisplayErrorMessage)"; "    $($_.DisplayStackTrace)" }
}
foreach ($part in @($run.FailedBlocks) + @($run.FailedContainers)) {
    "[-] $($part.Item ?? $part.ExpandedPath)"
    $part.ErrorRecord | ForEach-Object { "    $($_.Exception.Message)" }
}
foreach ($test in $run.Skipped) {
    $reason = $test.ErrorRecord | ForEach-Object { $_.Exception.Message -replace '^is skipped, because ' }
    "[!] skipped: $($test.ExpandedPath): $($reason ?? 'no reason given')"
}

$failed = $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
$skipped = if ($run.SkippedCount) { ", $($run.SkippedCount) skipped" }
"Pester: $($run.PassedCount) passed, $failed failed$skipped"
exit [int]($failed -or -not $run.PassedCount)
