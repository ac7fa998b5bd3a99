#Requires -Version 7.4
#Requires -Modules PermModule

<#
.SYNOPSIS
Answers an auditor: who could do something at a moment, how, since when and by whose change, and what has become of it since.

.DESCRIPTION
Works out the state of the moment from the audit trail, after the trail was verified, and writes one row for each holder of then. A row says
whether the same user still holds the right. With -Path the rows go to a CSV file as well.

.PARAMETER StorePath
The store.

.PARAMETER Right
The right, by key, unique name or wildcard.

.PARAMETER AsOf
The moment.

.PARAMETER Path
Where the answer is kept as CSV.

.OUTPUTS
One row a user and right: UserName, ProfileName, Right, Via, Since, By, StillHolds.

.EXAMPLE
./who-could.ps1 -StorePath /srv/perm/perm.db -Right 'Delete assets' -AsOf 2026-03-03 -Path who-could.csv

Who could delete assets on 3 March.
#>
[CmdletBinding()]
[OutputType([pscustomobject])]
param(
    [Parameter(Mandatory)] [string] $StorePath,
    [Parameter(Mandatory)] [string] $Right,
    [Parameter(Mandatory)] [datetime] $AsOf,
    [string] $Path
)

$ErrorActionPreference = 'Stop'
$null = Connect-PermStore $StorePath -ReadOnly
try {
    # An answer from a trail that was tampered with would be none.
    if (-not (Test-PermAuditTrail)) { throw 'The audit trail is broken; see Test-PermAuditTrail -Detailed.' }
    $answer = Get-PermRightHolder $Right -AsOf $AsOf | ForEach-Object {
        # The holder stands for the person: a name may have been changed or passed on since.
        $still = try { $_ | Test-PermRight -Right $_.Right } catch { if ($_.FullyQualifiedErrorId -notlike 'UserNotFound,*') { throw }; $false }
        $_ | Select-Object UserName, ProfileName, Right, Via, Since, By, @{ Name = 'StillHolds'; Expression = { $still } }
    }
    if ($Path) { $answer | Export-Csv -LiteralPath $Path -UseQuotes AsNeeded }
    $answer
}
finally {
    Disconnect-PermStore
}
