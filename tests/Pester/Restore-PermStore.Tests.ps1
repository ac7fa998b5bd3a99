BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Restore-PermStore' {
    BeforeEach {
        $store = New-TestStore
        $folder = Split-Path $store.Path
        $null = New-PermUser ann
        $backup = (Backup-PermStore "$folder/b.db").FullName
        $null = New-PermUser bob
    }

    It 'brings the store back, connects to it and keeps the old one beside it' {
        $restored = Restore-PermStore $backup -Confirm:$false
        $restored.GetType().Name | Should -Be PermStore
        $restored.Path | Should -Be $store.Path
        (Get-PermUser).UserName | Should -Be ann
        Test-PermStore | Should -BeTrue
        $kept = @(Get-ChildItem "$folder/perm.db.replaced-*")
        $kept.Count | Should -Be 1
        $null = Connect-PermStore $kept[0].FullName
        (Get-PermUser).UserName | Should -Be ann, bob
    }

    It 'takes the backup from the pipeline and keeps the actor' {
        (Get-Item $backup | Restore-PermStore -Force).Actor | Should -Be tester
        (Get-PermUser).UserName | Should -Be ann
        $kept = (Get-PermAuditEvent -Action StoreRestored)
        $kept.Actor | Should -Be tester
    }

    It 'changes nothing with -WhatIf and says what it would' {
        $said = pwsh -NoProfile -NonInteractive -Command "Import-Module '$($manifest.FullName)'; `$null = Connect-PermStore '$($store.Path)'; Restore-PermStore '$backup' -WhatIf"
        "$said" | Should -BeLike '*(1 user, *'
        (Get-PermUser).UserName | Should -Be ann, bob
        "$folder/perm.db.replaced-*" | Should -Not -Exist
    }

    It 'refuses a file that is no store, also with -Force' {
        Set-Content "$folder/junk" 'no store'
        { Restore-PermStore "$folder/junk" -Force } | Should -Throw -ErrorId 'StoreCorrupt,PermModule.Commands.RestorePermStoreCommand'
        { Restore-PermStore "$folder/none" -Force } | Should -Throw -ErrorId 'BackupNotFound,PermModule.Commands.RestorePermStoreCommand'
        (Get-PermUser).UserName | Should -Be ann, bob
    }

    It 'repairs a store that cannot be read' {
        Disconnect-PermStore
        Set-Content $store.Path 'not a store any more'
        { Connect-PermStore $store.Path } | Should -Throw -ErrorId 'StoreCorrupt,PermModule.Commands.ConnectPermStoreCommand'
        $null = Restore-PermStore $backup -Destination $store.Path -Force
        (Get-PermUser).UserName | Should -Be ann
    }

    It 'finds an unreadable store by its variable' {
        Disconnect-PermStore
        Set-Content $store.Path 'not a store any more'
        $env:PERMMODULE_STORE = $store.Path
        try { (Restore-PermStore $backup -Force).Path | Should -Be $store.Path } finally { $env:PERMMODULE_STORE = $null }
    }

    It 'refuses inside a transaction' {
        { Invoke-PermTransaction { Restore-PermStore $backup -Force } } | Should -Throw -ErrorId 'TransactionAlreadyOpen,PermModule.Commands.RestorePermStoreCommand'
        (Get-PermUser).UserName | Should -Be ann, bob
    }

    It 'refuses where the store is connected read-only' {
        $null = Connect-PermStore $store.Path -ReadOnly
        { Restore-PermStore $backup -Force } | Should -Throw -ErrorId 'StoreReadOnly,PermModule.Commands.RestorePermStoreCommand'
    }
}
