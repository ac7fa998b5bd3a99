BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:id = 'PermModule.Commands.ConnectPermStoreCommand'
}

Describe 'Connect-PermStore' {
    BeforeEach {
        $script:path = (New-TestStore).Path
        Disconnect-PermStore
    }

    It 'opens a store for the cmdlets of the runspace, under the name that is given' {
        $store = Connect-PermStore $path -Actor ann
        $store | Should -BeOfType PermStore
        $store.Path, $store.Actor, $store.IsReadOnly | Should -Be $path, ann, $false
        $null = New-PermGroup Press
        (Get-PermAuditEvent Press).Actor | Should -Be ann
        (Connect-PermStore $path).Actor | Should -Be ([Environment]::UserName)
    }

    It 'takes a file by pipe, and a path relative to the location of PowerShell' {
        (Get-Item $path | Connect-PermStore).Path | Should -Be $path
        Push-Location (Split-Path $path)
        try { (Connect-PermStore ./perm.db).Path | Should -Be $path } finally { Pop-Location }
    }

    It 'changes over from one store to another' {
        $null = Connect-PermStore $path
        $null = New-PermGroup Here
        $null = New-TestStore
        Get-PermGroup | Should -BeNullOrEmpty
        $null = Connect-PermStore $path
        (Get-PermGroup).Name | Should -Be Here
    }

    It 'warns of tiers that a store of 0.1.0 keeps because its contract has no seats for the new ones' {
        $old = "$TestDrive/$([guid]::NewGuid()).db"
        Copy-Item "$root/tests/Unit/Data/store-0.1.0.db" $old
        foreach ($time in 1, 2) {
            (Connect-PermStore $old -WarningVariable warned -WarningAction SilentlyContinue).SchemaVersion | Should -BeGreaterOrEqual 2
            $warned | Should -HaveCount 1
            $warned | Should -BeLike "*'custom-links.creator' (Regular, new default None)*"
        }
        (Invoke-PermAudit TierKeptFromEarlier).Target | Should -Be brand-guidelines.creator, custom-links.creator, custom-links.manager
        Set-SeatContract -Light 5
        Get-PermRight custom-links.*, brand-guidelines.creator | Set-PermRightTier -Reset
        Invoke-PermAudit TierKeptFromEarlier | Should -BeNullOrEmpty
        (Connect-PermStore $old -WarningVariable warned).Path | Should -Be $old
        $warned | Should -BeNullOrEmpty
    }

    It 'refuses every change with -ReadOnly' {
        (Connect-PermStore $path -ReadOnly).IsReadOnly | Should -BeTrue
        { New-PermGroup Press -ErrorAction Stop } | Should -Throw '*without -ReadOnly*' -ErrorId 'StoreReadOnly,PermModule.Commands.NewPermGroupCommand'
        (Get-PermProfile).Count | Should -Be 3
    }

    It 'acts as a user, whose rights are asked for' {
        $null = Connect-PermStore $path
        $null = New-PermUser ann
        (Connect-PermStore $path -As ANN).Actor | Should -BeExactly ann
        { New-PermGroup Press -ErrorAction Stop } | Should -Throw -ErrorId 'NotPermitted,PermModule.Commands.NewPermGroupCommand'
        { Connect-PermStore $path -As nobody } | Should -Throw -ErrorId "UserNotFound,$id"
    }

    It 'refuses <Case> with <ErrorId>, and stays connected' -ForEach @(
        @{ Case = 'a path where nothing is'; File = 'none.db'; ErrorId = 'StoreNotFound'; Content = $null }
        @{ Case = 'a file that is no store'; File = 'text.db'; ErrorId = 'StoreCorrupt'; Content = 'This is no database, however long it gets.' }
    ) {
        $null = Connect-PermStore $path
        $other = Join-Path $TestDrive $File
        if ($Content) { Set-Content $other $Content }
        { Connect-PermStore $other } | Should -Throw -ErrorId "$ErrorId,$id"
        (Get-PermStore).Path | Should -Be $path
    }
}
