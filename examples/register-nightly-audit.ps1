#Requires -Version 7.4

<#
.SYNOPSIS
Registers nightly-audit.ps1 with the Task Scheduler of Windows.

.DESCRIPTION
Run it once from an elevated PowerShell. The last result of the task is the number of errors that the audit found. With -WhatIf it says
what it would register.

.PARAMETER StorePath
The store.

.PARAMETER Folder
Where reports and digests are kept.

.PARAMETER At
The time of day.

.EXAMPLE
./register-nightly-audit.ps1 -StorePath C:\Perm\perm.db -Folder \\archive\audit

Audits the store every night at a quarter past two.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [string] $StorePath,
    [Parameter(Mandatory)] [string] $Folder,
    [datetime] $At = '02:15'
)

$ErrorActionPreference = 'Stop'
$script = Join-Path $PSScriptRoot nightly-audit.ps1
$arguments = "-NoProfile -NonInteractive -File `"$script`" -StorePath `"$StorePath`" -Folder `"$Folder`""
if ($PSCmdlet.ShouldProcess("pwsh.exe $arguments", "Register a task for every day at $($At.ToString('HH:mm'))")) {
    $action = New-ScheduledTaskAction -Execute pwsh.exe -Argument $arguments
    Register-ScheduledTask -TaskName 'Permission audit' -Action $action -Trigger (New-ScheduledTaskTrigger -Daily -At $At) -User 'NT AUTHORITY\SYSTEM'
}
