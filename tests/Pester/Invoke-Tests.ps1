#requires -Version 7.4
<#
.SYNOPSIS
Runs the Pester tests. The last line counts them; the exit code is 1 when one failed.
.DESCRIPTION
Needs Pester 5, installed or from the gallery; without it the last line says that nothing was run.
.PARAMETER Path
The files or folders to run; all unless given.
#>
[CmdletBinding()]
param([string[]] $Path = $PSScriptRoot)

$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'
$ProgressPreference = 'SilentlyContinue'

function Import-Pester {
    $installed = Get-Module Pester -ListAvailable | Where-Object { $_.Version.Major -eq 5 } | Sort-Object Version | Select-Object -Last 1
    if ($installed) {
        Import-Module $installed.Path
        return
    }

    # Beside the build, so that nothing is installed for the user.
    $folder = (New-Item "$PSScriptRoot/../../out/modules" -ItemType Directory -Force).FullName
    if (-not (Test-Path "$folder/Pester")) {
        Save-PSResource Pester -Version '[5.6.0,6.0.0)' -Path $folder -TrustRepository
    }
    Import-Module "$folder/Pester"
}

try {
    Import-Pester
}
catch {
    "Pester not run: Pester 5 is not installed and the gallery could not give it ($($_.Exception.Message.Split("`n")[0].Trim()))"
    exit 0
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
