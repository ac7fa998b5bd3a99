<#
.SYNOPSIS
    Times one pipeline into a cmdlet of the module and the same pipeline into a cmdlet that does nothing.
.DESCRIPTION
    Writes the two times in milliseconds, the empty pipeline first, when the other began and ended, in seconds of the machine's clock,
    and the processor seconds of both.
    Started by the benchmark program.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $NullModule,
    [Parameter(Mandatory)] [string] $Store,
    [Parameter(Mandatory)] [ValidateSet('New', 'Set', 'Loop', 'Disable', 'AddMember', 'Test', 'Get', 'First', 'Approve')] [string] $Pipeline,
    [string] $Csv,
    [int] $Count
)
$ErrorActionPreference = 'Stop'
Import-Module $Module, $NullModule
$null = Connect-PermStore $Store -Actor bench

function Measure-Pipeline([scriptblock] $Body) {
    [GC]::Collect()
    $script:start = [Diagnostics.Stopwatch]::GetTimestamp() / [Diagnostics.Stopwatch]::Frequency
    $cpu = [Diagnostics.Process]::GetCurrentProcess().TotalProcessorTime
    $watch = [Diagnostics.Stopwatch]::StartNew()
    & $Body | Out-Null
    $watch.Elapsed.TotalMilliseconds
    $script:cpu = ([Diagnostics.Process]::GetCurrentProcess().TotalProcessorTime - $cpu).TotalSeconds
    $script:end = [Diagnostics.Stopwatch]::GetTimestamp() / [Diagnostics.Stopwatch]::Frequency
}

$right = 'asset-bank.asset.manage-brands'
$one = Get-PermUser -First 1
# Both are run once over little, so that neither pays for compilation.
$null = $one | Set-NullUser
$null = $one | Test-PermRight -Right $right
$null = Get-NullUser -User $one -Count 1
switch ($Pipeline) {
    'New' { 1..200 | ForEach-Object { [pscustomobject]@{ UserName = "warm$_"; Profile = 'Viewer' } } | New-PermUser | Out-Null }
    'Set' { Get-PermUser -First 200 | Set-PermUser -Department Warm }
    'Loop' { $some = (Get-PermUser -First ($Count + 200)).UserName; foreach ($name in $some[-200..-1]) { Set-PermUser $name -Department Warm; Set-NullUser $name -Value Warm } }
    'Disable' { Get-PermUser -First 200 | Disable-PermUser; Get-PermUser -First 200 | Enable-PermUser }
    'AddMember' { $null = New-PermGroup Warm; Get-PermUser -First 200 | Add-PermGroupMember -Group Warm }
    # PowerShell takes 100 ms to load the module that has it.
    'First' { $null = $one | Select-Object -First 1 }
}
$nothing, $ours = switch ($Pipeline) {
    'New' { { Import-Csv $Csv | New-NullUser | Out-Null }, { Import-Csv $Csv | New-PermUser | Out-Null } }
    'Set' { { Get-PermUser | Set-NullUser -Value Sales }, { Get-PermUser | Set-PermUser -Department Sales2 } }
    'Loop' { { foreach ($name in $some[0..($Count - 1)]) { Set-NullUser $name -Value Sales } }, { foreach ($name in $some[0..($Count - 1)]) { Set-PermUser $name -Department Sales2 } } }
    'Disable' { { Get-PermUser | Set-NullUser }, { Get-PermUser | Disable-PermUser } }
    'AddMember' { { Get-PermUser | Set-NullUser }, { Get-PermUser | Add-PermGroupMember -Group Everyone } }
    'Test' { { Get-PermUser | Set-NullUser }, { Get-PermUser | Test-PermRight -Right $right | Out-Null } }
    'Get' { { Get-NullUser -User $one -Count $Count | Out-Null }, { Get-PermUser | Out-Null } }
    'First' { { $null }, { $null = Get-PermUser | Select-Object -First 1 } }
    'Approve' { { Get-WaitingRoomItem | Set-NullItem }, { Get-WaitingRoomItem | Approve-WaitingRoomItem -Auditor auditor } }
}
if ($Pipeline -eq 'AddMember') { $null = New-PermGroup Everyone }
$empty = Measure-Pipeline $nothing
$emptyCpu = $cpu
$full = Measure-Pipeline $ours
[string]::Format([cultureinfo]::InvariantCulture, '{0} {1} {2} {3} {4} {5}', $empty, $full, $start, $end, $emptyCpu, $cpu)
