#Requires -Version 7.4
#Requires -Modules PermModule

<#
.SYNOPSIS
Takes newcomers from a table into the store and from there into the portal, after somebody has looked at the plan.

.DESCRIPTION
Imports the table into the store, where profiles, groups and seats are checked, and compares those people with the portal. Without -Apply the
plan is written, and kept as JSON when -PlanPath is given: the steps that the portal's interface can carry out, and those that a person has to
do there. With -Apply it is carried out. A kept plan is carried out later with
Get-Content plan.json -Raw | ConvertFrom-Json | Sync-PermPortal.

Nobody is deactivated by this script. The address of the portal and the token come from the environment variables PERMMODULE_PORTAL_URI and
PERMMODULE_PORTAL_TOKEN, which a runbook takes from its own vault.

.PARAMETER StorePath
The store.

.PARAMETER Path
The table of newcomers, as Import-PermUser takes it.

.PARAMETER PlanPath
Where the plan is kept as JSON.

.PARAMETER Apply
Carries the plan out.

.OUTPUTS
PermModule.PermPortalStep. The plan, or with -Apply the steps with what became of them.

.EXAMPLE
./portal-onboarding.ps1 -StorePath /srv/perm/perm.db -Path ./newcomers.csv

Shows what would be done in the portal.

.EXAMPLE
./portal-onboarding.ps1 -StorePath /srv/perm/perm.db -Path ./newcomers.csv -Apply

Creates the newcomers in the portal, with their profiles and groups.
#>
[CmdletBinding()]
[OutputType('PermModule.PermPortalStep')]
param(
    [Parameter(Mandatory)] [string] $StorePath,
    [Parameter(Mandatory)] [string] $Path,
    [string] $PlanPath,
    [switch] $Apply
)

$ErrorActionPreference = 'Stop'
$null = Connect-PermStore $StorePath
try {
    Connect-PermPortal
    $result = Import-PermUser $Path -Mode Upsert
    Write-Information "Store: $result" -InformationAction Continue

    $names = @(Import-Csv -LiteralPath $Path | ForEach-Object { $_.UserName ? $_.UserName : $_.Email } | Where-Object { $_ })
    $plan = @(Compare-PermPortal -Direction Push -UserName $names.ForEach({ [WildcardPattern]::Escape($_) }) -Kind User, Membership |
            Where-Object Action -NE Deactivate)
    if ($PlanPath) {
        ConvertTo-Json -InputObject $plan -Depth 4 | Set-Content -LiteralPath $PlanPath
    }

    $manual = @($plan | Where-Object Action -EQ Manual)
    if ($manual) {
        Write-Warning "$($manual.Count) steps are left to a person. The first: $($manual[0]): $($manual[0].Why)."
    }

    if ($Apply) {
        $plan | Sync-PermPortal -PassThru
    }
    else {
        $plan
    }
}
finally {
    Disconnect-PermPortal
    Disconnect-PermStore
}
