#Requires -Version 7.4
#Requires -Modules PermModule

<#
.SYNOPSIS
Looks every night for what differs between store and portal, and fails the job when something does.

.DESCRIPTION
Compares the portal with the store without changing either, and writes what differs as a table for people. The portal is the one that is
compared with: what an admin changed there by hand shows, and so does what was decided in the store and never arrived.

The last logins are not counted as drift: every login changes them. With -UpdateStore they, and they alone, are taken into the store, which
the search for unused seats needs; that reads the portal a second time.

The exit code is the number of differences, at most 255, so that a scheduler marks the job as failed. What went wrong before the comparison
was complete ends in an exit code other than 0 as well. The address of the portal and the token come from the environment variables
PERMMODULE_PORTAL_URI and PERMMODULE_PORTAL_TOKEN.

.PARAMETER StorePath
The store.

.PARAMETER Path
Where the differences are written as CSV; nowhere unless given.

.PARAMETER UpdateStore
Takes the last logins into the store.

.PARAMETER RequestsPerSecond
How many requests a second are sent at most.

.PARAMETER RequestsPerWindow
How many requests in five minutes are sent at most.

.OUTPUTS
PermModule.PermPortalStep. What differs.

.EXAMPLE
./portal-nightly-drift.ps1 -StorePath /srv/perm/perm.db -Path ./drift.csv

Writes what differs and ends with the number of differences.
#>
[CmdletBinding()]
[OutputType('PermModule.PermPortalStep')]
param(
    [Parameter(Mandatory)] [string] $StorePath,
    [string] $Path,
    [switch] $UpdateStore,
    [int] $RequestsPerSecond = 10,
    [int] $RequestsPerWindow = 4500
)

$ErrorActionPreference = 'Stop'
$null = Connect-PermStore $StorePath
try {
    Connect-PermPortal -RequestsPerSecond $RequestsPerSecond -RequestsPerWindow $RequestsPerWindow
    # Mode Sync counts as drift, too, who is in the portal and not in the store.
    $drift = @(Compare-PermPortal -Direction Push -Mode Sync)
    $drift
    if ($Path) {
        $drift | Select-Object Direction, Action, Kind, Name, Property, From, To, Why, Warning | Export-Csv -LiteralPath $Path
    }

    if ($UpdateStore) {
        Compare-PermPortal -Direction Pull -Kind User | Where-Object Property -EQ LastLoginAt | Sync-PermPortal
    }
}
finally {
    Disconnect-PermPortal
    Disconnect-PermStore
}

exit [Math]::Min($drift.Count, 255)
