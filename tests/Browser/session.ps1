#requires -Version 7.4
<#
.SYNOPSIS
Writes what a person sees in a terminal who runs some commands on the sample portal, colours included. Started by session.mjs.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $StorePath,
    [int] $Width = 112
)

$ErrorActionPreference = 'Stop'
Import-Module (Get-ChildItem "$PSScriptRoot/../../out/PermModule/*/PermModule.psd1" | Sort-Object FullName | Select-Object -Last 1)
$null = Connect-PermStore $StorePath -ReadOnly
$PSStyle.OutputRendering = 'Ansi'
$env:NO_COLOR = ''
# Where words end is known for languages, and the culture of a bare machine has none.
[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = 'en-US'

foreach ($command in @(
        'Get-SeatUsage'
        "Measure-SeatImpact -Profile Viewers -GrantRight 'Upload assets'"
        "Get-PermUser -Profile 'Brand managers' -First 4"
        'Invoke-PermAudit -Rule SeatLimit*, UnusedProfile'
        'Get-PermAuditEvent -Newest 3'
    )) {
    "PS> $command"
    (& ([scriptblock]::Create($command)) | Out-String -Width $Width).TrimEnd()
    ''
}
