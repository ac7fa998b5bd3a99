# Dot-sourced by every test file: imports the module that the build laid out, from a process of its own.
. $PSScriptRoot/../PowerShell.ps1
$script:root = (Resolve-Path "$PSScriptRoot/../..").Path
$script:manifest = Get-ChildItem "$script:root/out/PermModule/*/PermModule.psd1" | Sort-Object FullName | Select-Object -Last 1
Import-Module $script:manifest.FullName -ErrorAction Stop

# The process may have run other files, and the store that the last of them connected would be used before the one that the environment names.
Disconnect-PermStore -ErrorAction Ignore

function Get-CoreType {
    # A type of the core that has no short name in scripts.
    param([string] $Name)
    (Get-Command Get-PermUser -Module PermModule).OutputType[0].Type.Assembly.GetType("PermModule.$Name", $true)
}

function New-TestStore {
    # A fresh connected store with profiles of the three tiers: Admin (Heavy), Editor (Regular), Viewer (Light, the default).
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    param([switch] $Empty)
    $store = New-PermStore -Path "$TestDrive/$([guid]::NewGuid())/perm.db" -Actor tester
    if (-not $Empty) {
        $null = New-PermProfile Admin -Right asset-bank.asset.manage-brands
        $null = New-PermProfile Editor -Right asset-bank.asset-management.upload-assets
        $null = New-PermProfile Viewer -Right asset-bank.collections.create-collections -Default
    }
    $store
}

function Start-Stoppable {
    # A PowerShell of its own that heeds Ctrl+C: a shell has what it starts in the background ignore it, the tests of a build server for one.
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    param([string] $Script)
    $start = [Diagnostics.ProcessStartInfo]::new('perl')
    $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    foreach ($argument in @('-e', '$SIG{INT}=q(DEFAULT);exec@ARGV', $powerShell) + $powerShellArgument + '-NoProfile', '-Command', $Script) {
        $start.ArgumentList.Add($argument)
    }
    [Diagnostics.Process]::Start($start)
}

function Stop-Stoppable {
    # Presses Ctrl+C, and gives what the process wrote.
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    param([Diagnostics.Process] $Process)
    kill -INT $Process.Id
    $Process.StandardOutput.ReadToEnd()
    $Process.WaitForExit()
}

function Get-WhatIfText {
    # What -WhatIf says on the screen, which no stream carries.
    param([scriptblock] $Action)
    $transcript = "$TestDrive/$([guid]::NewGuid()).txt"
    $null = Start-Transcript $transcript
    try { $null = & $Action } finally { $null = Stop-Transcript }
    @(Get-Content $transcript | Where-Object { $_ -like 'What if:*' })
}

function Get-TestState {
    # Profiles, tiers, contract and users as one text, to show that nothing changed.
    (Get-PermProfile), (Get-PermRight | Where-Object { $_.Tier -ne $_.DefaultTier }), (Get-SeatContract), (Get-PermUser), (Get-SeatUsage) | ConvertTo-Json -Depth 4
}
