BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Export-PermProfile' {
    BeforeEach {
        $null = New-TestStore
        $script:path = "$TestDrive/$([guid]::NewGuid()).json"
    }

    It 'writes one document that fits its schema' {
        $null = Set-SeatContract -Heavy 5
        Set-PermRightTier 'Manage brands' Regular
        Export-PermProfile $path | Should -BeOfType System.IO.FileInfo
        Test-Json -Path $path -SchemaFile "$root/docs/permissions.schema.json" | Should -BeTrue
        $document = Export-PermProfile $path -Force | Get-Content -Raw | ConvertFrom-Json
        $document.profiles.name | Should -Be Admin, Editor, Viewer
        $document.contract.heavy, $document.tiers.'asset-bank.asset.manage-brands' | Should -Be 5, Regular
    }

    It 'writes the same text in any order of making' {
        $null = Export-PermProfile $path
        $null = New-PermStore "$TestDrive/$([guid]::NewGuid())/perm.db"
        $null = New-PermProfile Viewer -Right 'Create collections' -Default
        $null = New-PermProfile Editor -Right 'Upload assets'
        $null = New-PermProfile Admin -Right 'Manage brands'
        $null = Export-PermProfile "$path.2"
        Get-Content "$path.2" -Raw | Should -BeExactly (Get-Content $path -Raw)
    }

    It 'takes a path relative to the location of PowerShell' {
        Push-Location $TestDrive
        try { (Export-PermProfile ./here.json -Force).FullName | Should -Be (Join-Path $TestDrive here.json) } finally { Pop-Location }
    }

    It 'refuses to overwrite without -Force' {
        Set-Content $path kept
        Export-PermProfile $path -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId | Should -Be 'FileAlreadyExists,PermModule.Commands.ExportPermProfileCommand'
        Get-Content $path | Should -Be kept
        $null = Export-PermProfile $path -Force
        Test-Json -Path $path | Should -BeTrue
    }

    It 'writes nothing with -WhatIf' {
        Export-PermProfile $path -WhatIf | Should -BeNullOrEmpty
        $path | Should -Not -Exist
    }
}
