#Requires -Version 7.4
#Requires -Modules PermModule

<#
.SYNOPSIS
Brings a list of people into a store, as often as the list comes.

.DESCRIPTION
Makes who is new, changes who has changed and leaves everybody else alone: a second run with the same list changes nothing.
Rows that cannot be taken are named with line, column and reason and kept in a file of their own; mended, they can be imported alone.
The exit code is 1 when there were any, so that a scheduler notices.

.PARAMETER StorePath
The store.

.PARAMETER Path
The list: any CSV with a header, the portal's user export, SCIM users, or one e-mail address a line.

.PARAMETER ProfileName
The profile of people whose row names none.

.PARAMETER RejectPath
Where the rows are kept that cannot be taken.

.OUTPUTS
PermModule.PermImportResult. What became of the rows.

.EXAMPLE
./onboarding.ps1 -StorePath /srv/perm/perm.db -Path people.csv

Brings the people of the list into the store.

.EXAMPLE
./onboarding.ps1 -StorePath /srv/perm/perm.db -Path newcomers.txt -ProfileName Viewers -WhatIf

Says what a list of e-mail addresses would do, seats included, and changes nothing.
#>
[CmdletBinding(SupportsShouldProcess)]
[OutputType('PermModule.PermImportResult')]
param(
    [Parameter(Mandatory)] [string] $StorePath,
    [Parameter(Mandatory)] [string] $Path,
    [string] $ProfileName,
    [string] $RejectPath = "$Path.rejected.csv"
)

$null = Connect-PermStore $StorePath -ErrorAction Stop
try {
    $standard = if ($ProfileName) { @{ Profile = $ProfileName } } else { @{} }
    $result = Import-PermUser -Path $Path -Mode Upsert -RejectPath $RejectPath -Force @standard
    $result
    $result.Rejects | ForEach-Object { Write-Warning "$_" }
}
finally {
    Disconnect-PermStore
}

exit [int]($null -eq $result -or $result.Rejected -gt 0)
