#Requires -Version 7.4
#Requires -Modules PermModule

<#
.SYNOPSIS
Undoes the last command of a person, after showing what that would do.

.DESCRIPTION
Finds the newest command of an actor in the audit trail, shows the plan with the seats it would move, and with -Apply undoes it. What has
changed since is left as it is and listed. The undo has a correlation id of its own, so that Undo-PermChange undoes it as well.

.PARAMETER StorePath
The store.

.PARAMETER Actor
Whose command; the newest of all unless given.

.PARAMETER Apply
Undoes the command instead of showing what would happen.

.OUTPUTS
PermModule.PermUndoStep. What became of each event, or would.

.EXAMPLE
./undo.ps1 -StorePath /srv/perm/perm.db -Actor ann

Shows what undoing the last command of ann would do.

.EXAMPLE
./undo.ps1 -StorePath /srv/perm/perm.db -Actor ann -Apply

Does it.
#>
[CmdletBinding()]
[OutputType('PermModule.PermUndoStep')]
param(
    [Parameter(Mandatory)] [string] $StorePath,
    [string] $Actor = '*',
    [switch] $Apply
)

$ErrorActionPreference = 'Stop'
$null = Connect-PermStore $StorePath
try {
    $last = Get-PermAuditEvent -Actor $Actor -Newest 1
    if (-not $last) { throw "The trail holds no change by $Actor." }
    Write-Verbose "$($last.Action) of $($last.Target) by $($last.Actor) at $($last.At)"
    Undo-PermChange $last.CorrelationId -SkipConflict -WhatIf:(-not $Apply)
}
finally {
    Disconnect-PermStore
}
