#requires -Version 7.4
<#
.SYNOPSIS
One of the processes that Invoke-Tests.ps1 starts: runs test files, each of which no other has begun.
.PARAMETER Pester
The manifest of Pester.
.PARAMETER Folder
Holds files.txt, the test files in the order in which they are begun, and gets a result for each.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Pester,
    [Parameter(Mandatory)] [string] $Folder
)

$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'
$ProgressPreference = 'SilentlyContinue'
Import-Module $Pester

function Get-Report {
    # What failed and why, and what was skipped and why.
    param($Run)
    foreach ($test in $Run.Failed) {
        "[-] $($test.ExpandedPath)"
        $test.ErrorRecord | ForEach-Object { "    $($_.DisplayErrorMessage)"; "    $($_.DisplayStackTrace)" }
    }
    foreach ($part in @($Run.FailedBlocks) + @($Run.FailedContainers)) {
        "[-] $($part.Item ?? $part.ExpandedPath)"
        $part.ErrorRecord | ForEach-Object { "    $($_.Exception.Message)" }
    }
    foreach ($test in $Run.Skipped) {
        $reason = $test.ErrorRecord | ForEach-Object { $_.Exception.Message -replace '^is skipped, because ' }
        "[!] skipped: $($test.ExpandedPath): $($reason ?? 'no reason given')"
    }
}

# Whoever runs the tests may have a store at the default path, and so may tests that run beside these. The module looks for the place once.
$env:XDG_DATA_HOME = (New-Item "$Folder/data of $PID" -ItemType Directory).FullName

foreach ($file in Get-Content "$Folder/files.txt") {
    $name = [IO.Path]::GetFileName($file)
    # Only one process can make the file.
    try { [IO.File]::Open("$Folder/$name.begun", [IO.FileMode]::CreateNew).Dispose() } catch [IO.IOException] { continue }

    # Hostile input may make a store at the default path, which the next file would find.
    Remove-Item "$env:XDG_DATA_HOME/PermModule" -Recurse -Force -ErrorAction Ignore

    $configuration = New-PesterConfiguration
    $configuration.Run.Path = [WildcardPattern]::Escape($file)
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'None'
    # The tests see what a user's session has, not what this script wants for itself.
    $ErrorActionPreference = 'Continue'
    $run = Invoke-Pester -Configuration $configuration
    $ErrorActionPreference = 'Stop'

    $failed = $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
    "$($name -replace '\.Tests\.ps1$'): $($run.PassedCount) passed$(if ($failed) { ", $failed failed" })$(if ($run.SkippedCount) { ", $($run.SkippedCount) skipped" }) in $([Math]::Round($run.Duration.TotalSeconds, 1)) s"
    @{ Passed = $run.PassedCount; Failed = $failed; Skipped = $run.SkippedCount; Lines = @(Get-Report $run) } | ConvertTo-Json | Set-Content "$Folder/$name.json.new"
    # Whole or not at all, whenever this process ends.
    Move-Item "$Folder/$name.json.new" "$Folder/$name.json"
}
