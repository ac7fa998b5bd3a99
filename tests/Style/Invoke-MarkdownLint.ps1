#requires -Version 7.4
<#
.SYNOPSIS
Runs markdownlint over every Markdown file; the exit code is 1 when it finds something, and 2 when it cannot be had.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

function Exit-NotRun {
    param([string] $Reason)
    "markdownlint not run: $Reason"
    exit 2
}

if (-not (Get-Command node, npm -CommandType Application -ErrorAction Ignore).Where({ $_.Name -match '^npm' })) {
    Exit-NotRun 'no Node.js with npm'
}
$version = [version]((node --version) -replace '^v')
if ($version.Major -lt 20) {
    Exit-NotRun "Node.js $version is older than 20"
}
$said = npm ci --prefix $PSScriptRoot --silent 2>&1
if ($LASTEXITCODE) {
    Exit-NotRun "npm could not install markdownlint-cli2 ($(@($said)[0]))"
}

Set-Location "$PSScriptRoot/../.."
$lines = @(node "$PSScriptRoot/node_modules/markdownlint-cli2/markdownlint-cli2-bin.mjs" 2>&1 | ForEach-Object { "$_" })
$isClean = $LASTEXITCODE -eq 0
$lines -match '^\S+\.md:\d'
if (-not $isClean -and -not ($lines -match '^Summary:')) {
    $lines
}
"markdownlint: $($lines -match '^(Linting|Summary):' -replace '^\w+: ' -join ', ')"
exit [int](-not $isClean)
