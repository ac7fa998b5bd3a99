#Requires -Version 7.4
#Requires -Modules PermModule

<#
.SYNOPSIS
Frees the seats of people who do not come, once a month.

.DESCRIPTION
Shows first what would happen: who would be deactivated, and how many seats of each tier that frees. Nothing changes without -Apply.
With it, the people are deactivated, portal owners and champions apart, and their names are kept in a CSV file, so that
Import-Csv | Enable-PermUser takes it all back.

.PARAMETER StorePath
The store.

.PARAMETER NotSeenFor
For how many days people have not signed in; accounts younger than that are left alone.

.PARAMETER Apply
Deactivates the people instead of showing what would happen.

.PARAMETER LogPath
Where the names of those who were deactivated are kept.

.OUTPUTS
PermModule.SeatUsage. The use of each tier afterwards.

.EXAMPLE
./seat-cleanup.ps1 -StorePath /srv/perm/perm.db

Shows what would happen.

.EXAMPLE
./seat-cleanup.ps1 -StorePath /srv/perm/perm.db -Apply -LogPath /srv/perm/deactivated.csv

Does it.
#>
[CmdletBinding()]
[OutputType('PermModule.SeatUsage')]
param(
    [Parameter(Mandatory)] [string] $StorePath,
    [int] $NotSeenFor = 90,
    [switch] $Apply,
    [string] $LogPath = "deactivated-$([DateTime]::UtcNow.ToString('yyyy-MM-dd')).csv"
)

$ErrorActionPreference = 'Stop'
$null = Connect-PermStore $StorePath
try {
    $kept = 'PortalOwner', 'Champion' | ForEach-Object { (Get-PermRoleMember -Role $_).UserName }
    $advice = @(Get-SeatRecommendation -Kind UnusedSeat, NeverSignedIn -NotSeenFor $NotSeenFor | Where-Object UserName -NotIn $kept)
    $advice | Disable-PermUser -WhatIf
    if ($Apply -and $advice) {
        $advice | Disable-PermUser -PassThru |
            Select-Object UserName, Email, ProfileName, Tier, LastLoginAt |
            Export-Csv -LiteralPath $LogPath -NoClobber -UseQuotes AsNeeded
    }

    Get-SeatUsage
}
finally {
    Disconnect-PermStore
}
