#requires -Version 7.4
<#
.SYNOPSIS
Runs the xunit tests that were built. The last line counts them; the exit code is 1 when one failed.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
# As for the Pester tests, which say why.
$env:DOTNET_EnableDiagnostics = '0'
$env:DOTNET_EnableWriteXorExecute = '0'
# Threads that look out for work before they sleep took a third of the processor time of the tests that wait for a server.
$env:DOTNET_ThreadPool_UnfairSemaphoreSpinLimit = '0'
$count = @{ Passed = 0; Failed = 0; Skipped = 0 }
$begun = [Collections.Generic.HashSet[string]]::new()
# Every test that passed is a line too long; the name of a class, when the first of its tests is done, says how far it is.
dotnet test $PSScriptRoot --no-build --verbosity quiet --logger 'console;verbosity=normal' 2>&1 | ForEach-Object { "$_" } | ForEach-Object {
    if ($_ -match '^ +(Passed|Failed|Skipped): (\d+)$') { $count[$Matches[1]] = [int] $Matches[2] }
    elseif ($_ -match '^  Passed (?:\w+\.)*(\w+)\.\w+') { if ($begun.Add($Matches[1])) { "xunit: $($Matches[1])" } }
    elseif ($_.Trim() -and $_ -notmatch '^ *(Test run for|A total of|Starting test|\[xUnit|Test Run|Total t|VSTest )') { $_ }
}
$failed = $LASTEXITCODE -ne 0
if (-not ($count.Passed + $count.Failed)) {
    'xunit: did not finish'
    exit 1
}
"xunit: $($count.Passed) passed, $($count.Failed) failed$(if ($count.Skipped) { ", $($count.Skipped) skipped" })"
exit [int] $failed
