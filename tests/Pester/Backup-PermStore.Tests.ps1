BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Backup-PermStore' {
    BeforeEach {
        $store = New-TestStore
        $folder = Split-Path $store.Path
        $null = New-PermUser ann
    }

    It 'writes a file that opens as the store was' {
        $file = Backup-PermStore "$folder/b.db"
        $null = New-PermUser bob
        $file | Should -BeOfType IO.FileInfo
        $file.FullName | Should -Be "$folder/b.db"
        (Get-PermStore).Path | Should -Be $store.Path
        $copy = Connect-PermStore $file.FullName
        (Get-PermUser).UserName | Should -Be ann
        Test-PermStore | Should -BeTrue
        $copy.Users | Should -Be 1
    }

    It 'takes the path from the pipeline' {
        ([pscustomobject] @{ Path = "$folder/b.db" } | Backup-PermStore).Length | Should -BeGreaterThan 0
    }

    It 'takes a path relative to the current location' {
        Push-Location $folder
        try { (Backup-PermStore b.db).FullName | Should -Be "$folder/b.db" } finally { Pop-Location }
    }

    It 'writes nothing with -WhatIf' {
        Backup-PermStore "$folder/b.db" -WhatIf
        "$folder/b.db" | Should -Not -Exist
    }

    It 'replaces a file only with -Force' {
        Set-Content "$folder/b.db" mine
        Backup-PermStore "$folder/b.db" -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -Be 'FileAlreadyExists,PermModule.Commands.BackupPermStoreCommand'
        $failure[0].TargetObject | Should -Be "$folder/b.db"
        Get-Content "$folder/b.db" | Should -Be mine
        (Backup-PermStore "$folder/b.db" -Force).Length | Should -BeGreaterThan 10000
    }

    It 'refuses a symbolic link' -Skip:$IsWindows {
        Set-Content "$folder/target" mine
        $null = New-Item -ItemType SymbolicLink "$folder/link.db" -Target "$folder/target"
        Backup-PermStore "$folder/link.db" -Force -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -Be 'NotAFile,PermModule.Commands.BackupPermStoreCommand'
        Get-Content "$folder/target" | Should -Be mine
    }

    It 'backs up the store that is named' {
        $other = New-TestStore
        (Backup-PermStore "$folder/b.db" -Store $store).FullName | Should -Be "$folder/b.db"
        (Get-PermStore).Path | Should -Be $other.Path
        (Connect-PermStore "$folder/b.db").Users | Should -Be 1
    }
}
