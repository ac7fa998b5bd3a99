<#
.SYNOPSIS
    Times the completion of one argument with nothing typed and with several beginnings.
.DESCRIPTION
    Writes two times in milliseconds, separated by a blank: of the first completion of the process that asks the store, and of the slowest of the later ones.
    The shell's own completion is warmed up before, by a parameter that asks no store. Started by the benchmark program.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Store,
    [Parameter(Mandatory)] [string] $Line,
    # Separated by commas.
    [Parameter(Mandatory)] [string] $Beginning,
    [int] $Rounds = 5
)
$ErrorActionPreference = 'Stop'
Import-Module $Module
$null = Connect-PermStore $Store -Actor bench

function Measure-Completion([string] $Text) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $null = [Management.Automation.CommandCompletion]::CompleteInput($Text, $Text.Length, $null)
    $watch.Elapsed.TotalMilliseconds
}

$null = Measure-Completion 'Get-PermRight -Tier '
$first = Measure-Completion $Line
$slowest = foreach ($word in @('') + $Beginning.Split(',')) {
    # The middle one of several: what the machine did besides is none of the completer's.
    $times = 1..$Rounds | ForEach-Object { Measure-Completion "$Line$word" } | Sort-Object
    $times[[int][Math]::Floor($Rounds / 2)]
}
[string]::Format([cultureinfo]::InvariantCulture, '{0} {1}', $first, ($slowest | Measure-Object -Maximum).Maximum)
