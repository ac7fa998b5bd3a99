#Requires -Version 7.4

<#
.SYNOPSIS
The main job in a minute: a store, a contract, three profiles, 1,200 people, a grant that is refused, and the seats.

.DESCRIPTION
Makes a new store and keeps it, so that you can go on with it. samples/Quickstart does the same from C#.
Uses the module that was built in this repository, else the installed one.

.PARAMETER StorePath
Where the new store is made; in a temporary folder unless given.

.EXAMPLE
./quickstart.ps1

Prints what it does, line by line, and where the store is.
#>
[CmdletBinding()]
[OutputType([string])]
param(
    [string] $StorePath = (Join-Path -Path ([System.IO.Path]::GetTempPath()) -ChildPath "PermModule-$([guid]::NewGuid().ToString('N'))/perm.db")
)

$ErrorActionPreference = 'Stop'
$built = Get-ChildItem (Join-Path ([WildcardPattern]::Escape($PSScriptRoot)) '../out/PermModule/*/PermModule.psd1') -ErrorAction Ignore | Sort-Object FullName | Select-Object -Last 1
Import-Module ($built ? $built.FullName : 'PermModule')

$store = New-PermStore $StorePath
"Store: $($store.Path)"
try {
    $null = Set-SeatContract -Heavy 25 -Regular 300 -Light 800

    # A profile takes the tier of the heaviest right it holds.
    New-PermProfile 'Portal administrators' -Right asset-bank.asset.manage-brands | ForEach-Object { "Profile: $($_.Name) is $($_.Tier)" }
    New-PermProfile Editors -Right asset-bank.asset-management.upload-assets | ForEach-Object { "Profile: $($_.Name) is $($_.Tier)" }
    New-PermProfile Viewers -Right asset-bank.collections.create-collections -Default | ForEach-Object { "Profile: $($_.Name) is $($_.Tier)" }

    # Made up to today, so that what you try on the store afterwards finds people who are new and people who do not come.
    $people = Join-Path (Split-Path $store.Path) 'people'
    $null = & (Join-Path $PSScriptRoot 'data/New-SampleData.ps1') -Path $people
    $result = Import-PermUser (Join-Path $people 'portal-export.csv') -WarningAction Ignore
    "Import: $($result.Read) read, $($result.Created) created, $($result.Rejected) rejected, $($result.GroupsCreated) groups made"

    try {
        Grant-PermRight -Profile Editors -Right asset-bank.asset.manage-brands
    }
    catch {
        "Refused: $($_.Exception.Message)"
    }

    'Tier       Active Inactive  Limit  Available  Status'
    foreach ($seats in Get-SeatUsage) {
        '{0,-8} {1,8} {2,8} {3,6} {4,10}  {5}' -f $seats.Tier, $seats.Active, $seats.Inactive, $seats.Limit, $seats.Available, $seats.Status
    }
}
finally {
    Disconnect-PermStore
}
