#requires -Version 7.4
<#
.SYNOPSIS
Runs the Pester tests. The last line counts them; the exit code is 1 when one failed.
.DESCRIPTION
Runs the Pester that is pinned in Directory.Packages.props, from the restored packages. Where it cannot be restored the last line says that
nothing was run, and the exit code is 2. Several files are shared out over processes; each says a file when it is done with it.
.PARAMETER Path
The files or folders to run; all unless given.
.PARAMETER ThrottleLimit
How many processes run tests; as many as there are processors unless given.
#>
[CmdletBinding()]
param(
    [string[]] $Path = $PSScriptRoot,

    [ValidateRange(1, 64)]
    [int] $ThrottleLimit = [Environment]::ProcessorCount
)

$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'
. $PSScriptRoot/../PowerShell.ps1

function Find-Pester {
    # -restore does nothing where the package is there already.
    $said = @(dotnet msbuild "$PSScriptRoot/PermModule.Pester.csproj" -restore -target:FindPester -getProperty:PesterManifest -nologo 2>&1 | ForEach-Object { "$_" })
    if ($LASTEXITCODE) {
        throw (($said -match ': error ' -replace '^.*: error \w+: *' -replace ' \[[^[]*\]$' | Select-Object -First 1) ?? $said[-1])
    }
    $said[-1]
}

try {
    $pester = Find-Pester
}
catch {
    "Pester not run: its package could not be restored ($($_.Exception.Message.Split("`n")[0].Trim()))"
    exit 2
}

if ($PSScriptRoot -match '[][]') {
    "Pester not run: PowerShell takes the brackets in '$PSScriptRoot' for wildcards; clone to a folder without them"
    exit 2
}

# Whoever runs the tests may have a store of their own, which a cmdlet without one would use.
$env:PERMMODULE_STORE = $null

# A .NET process that is killed leaves its pipes for debuggers in the folder of temporary files, and PowerShell reads that folder whole for every
# path below it.
$env:DOTNET_EnableDiagnostics = '0'

# Most of the processes live for seconds, and counting what runs often pays off later.
$env:DOTNET_TieredPGO = '0'

# So that no memory is writable and executable at once, .NET maps each method that it compiles a second time: a tenth of the processor time of a
# process that starts, does a little and ends.
$env:DOTNET_EnableWriteXorExecute = '0'

# The longest go first, so that no process is left with one of them when the others have nothing more to do. Of the rest, what starts programs
# takes longest.
$long = 'DelegationMatrix', 'Hostile', 'Build', 'Examples', 'Module', 'Help', 'Package', 'Reliability', 'Import-PermUser' -replace '$', '.Tests'
$files = @(Get-ChildItem -LiteralPath $Path -Recurse -Filter *.Tests.ps1 | Sort-Object @(
        @{ Expression = { ($long + $_.BaseName).IndexOf($_.BaseName) } }
        @{ Expression = { [regex]::Matches([IO.File]::ReadAllText($_), '\b(pwsh|dotnet|Invoke-Child|Invoke-Example) ').Count }; Descending = $true }
        @{ Expression = 'Length'; Descending = $true }))
if (-not $files) {
    "Pester: no test file in $Path"
    exit 1
}

# Hundreds of processes, each of which would compile most of PowerShell's start again.
if ($files.Count -gt 1 -and ($compiled = Get-CompiledPowerShell)) {
    if ($powerShellArgument) { $powerShellArgument = @("$compiled/pwsh.dll") }
    else { $powerShell = Join-Path $compiled ([IO.Path]::GetFileName($powerShell)) }
}

$folder = (New-Item (Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid())) -ItemType Directory).FullName
try {
    Set-Content "$folder/files.txt" $files.FullName
    $worker = @($powerShellArgument) + '-NoProfile', '-NonInteractive', '-File', "$PSScriptRoot/Invoke-Worker.ps1", '-Pester', $pester, '-Folder', $folder
    1..[Math]::Min($ThrottleLimit, $files.Count) | ForEach-Object -ThrottleLimit $ThrottleLimit -Parallel {
        # What the tests' -WhatIf says on the screen is theirs to check and nothing to read. An error that a test wrote is text: it would end this script.
        & $using:powerShell @using:worker 2>&1 | ForEach-Object { "$_" } | Where-Object { $_ -notlike 'What if: *' }
    }

    $results = foreach ($file in $files) {
        $result = "$folder/$($file.Name).json"
        if (Test-Path $result) { Get-Content $result -Raw | ConvertFrom-Json }
        else { [pscustomobject]@{ Passed = 0; Failed = 1; Skipped = 0; Lines = @("[-] $($file.Name): the process that ran it ended before it was done") } }
    }
}
finally {
    Remove-Item $folder -Recurse
}

$results.Lines
$count = $results | Measure-Object Passed, Failed, Skipped -Sum
$passed, $failed, $skipped = $count.Sum
"Pester: $passed passed, $failed failed$(if ($skipped) { ", $skipped skipped" })"
exit [int]($failed -or -not $passed)
