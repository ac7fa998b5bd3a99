#Requires -Version 7.4
#Requires -Modules PermModule

<#
.SYNOPSIS
Says what a right would cost in seats, profile by profile, before it is granted.

.DESCRIPTION
Measures the grant for each profile alone and changes nothing. The profiles that would move to another tier come first;
IsFitting says whether the contract has the seats.

.PARAMETER StorePath
The store.

.PARAMETER Right
The key or unique name of the right.

.PARAMETER ProfileName
The profiles, by name or wildcard; all of them unless given.

.EXAMPLE
./seat-planning.ps1 -StorePath /srv/perm/perm.db -Right 'Upload assets'

Shows for each profile what granting the right would do.
#>
[CmdletBinding()]
[OutputType([pscustomobject])]
param(
    [Parameter(Mandatory)] [string] $StorePath,
    [Parameter(Mandatory)] [string] $Right,
    [SupportsWildcards()] [string] $ProfileName = '*'
)

$ErrorActionPreference = 'Stop'
$null = Connect-PermStore $StorePath -ReadOnly
try {
    Get-PermProfile $ProfileName | ForEach-Object {
        $impact = Measure-SeatImpact -Profile $_ -GrantRight $Right
        [pscustomobject]@{
            Profile = $_.Name
            ActiveUsers = $_.ActiveUsers
            TierBefore = $impact.TierBefore
            TierAfter = $impact.TierAfter
            UsersMoved = $impact.UsersMoved
            IsFitting = $impact.Fits
            Seats = "$impact"
        }
    } | Sort-Object { $_.TierBefore -eq $_.TierAfter }, Profile
}
finally {
    Disconnect-PermStore
}
