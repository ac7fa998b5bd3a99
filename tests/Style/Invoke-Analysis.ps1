#requires -Version 7.4
<#
.SYNOPSIS
Runs PSScriptAnalyzer over every script; the exit code is 1 when it finds something, and 2 when it cannot be had.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'
$ProgressPreference = 'SilentlyContinue'
$root = (Resolve-Path "$PSScriptRoot/../..").Path

try {
    if (-not (Get-Module PSScriptAnalyzer -ListAvailable)) {
        # Beside the build, so that nothing is installed for the user.
        $folder = (New-Item "$root/out/modules" -ItemType Directory -Force).FullName
        if (-not (Test-Path "$folder/PSScriptAnalyzer")) {
            Save-PSResource PSScriptAnalyzer -Version '[1.24.0,2.0.0)' -Path $folder -TrustRepository
        }
        $env:PSModulePath += [IO.Path]::PathSeparator + $folder
    }
    Import-Module PSScriptAnalyzer
}
catch {
    "PSScriptAnalyzer not run: it is not installed and the gallery could not give it ($($_.Exception.Message.Split("`n")[0].Trim()))"
    exit 2
}

$scripts = Get-ChildItem $root -Recurse -Include *.ps1, *.psd1, *.psm1 -File |
    Where-Object { [IO.Path]::GetRelativePath($root, $_.FullName) -notmatch '(^|[\\/])(out|bin|obj|node_modules)[\\/]' }
$findings = @($scripts | ForEach-Object { Invoke-ScriptAnalyzer $_.FullName -Settings "$root/PSScriptAnalyzerSettings.psd1" })
foreach ($finding in $findings) {
    "$([IO.Path]::GetRelativePath($root, $finding.ScriptPath)):$($finding.Line) $($finding.RuleName): $($finding.Message)"
}
"PSScriptAnalyzer: $(@($scripts).Count) scripts, $($findings.Count) findings"
exit [int]($findings.Count -gt 0)
