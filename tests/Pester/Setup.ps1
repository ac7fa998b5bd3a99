# Dot-sourced by every test file: imports the module that the build laid out, from a process of its own.
$script:root = (Resolve-Path "$PSScriptRoot/../..").Path
$script:manifest = Get-ChildItem "$script:root/out/PermModule/*/PermModule.psd1" | Sort-Object FullName | Select-Object -Last 1
Import-Module $script:manifest.FullName -ErrorAction Stop

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
