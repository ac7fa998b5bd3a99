#requires -Version 7.4
<#
.SYNOPSIS
Gives the part of a changelog about a version, at most as long as a gallery takes.
.DESCRIPTION
The PowerShell Gallery showed 10,000 characters of release notes at most, and NuGet's refuses a package with more than 35,000.
What is longer ends with a whole line, and says where the rest is.
.PARAMETER Path
The changelog, with a heading '## [1.2.3]' for each version.
.PARAMETER Version
The version.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $Version
)

$ErrorActionPreference = 'Stop'
$most = 10000
$rest = "`n`nThe rest is in CHANGELOG.md of the package."

$notes = [regex]::Match((Get-Content $Path -Raw), "(?ms)^## \[$([regex]::Escape($Version))\][^\n]*\n(.*?)(?=^## |\z)").Groups[1].Value.Trim()
if (-not $notes) {
    throw "CHANGELOG.md has nothing about version $Version. Add a heading '## [$Version]' with what users notice."
}
if ($notes.Length -gt $most) {
    $notes = $notes.Substring(0, $notes.LastIndexOf("`n", $most - $rest.Length)).TrimEnd() + $rest
}
$notes
