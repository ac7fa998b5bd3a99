BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Disconnect-PermStore' {
    It 'closes the connected store, so that its file can be moved' {
        $path = (New-TestStore).Path
        Disconnect-PermStore | Should -BeNullOrEmpty
        Move-Item $path "$path.moved"
        (Connect-PermStore "$path.moved").Profiles | Should -Be 3
    }

    It 'does nothing where none is connected' {
        $null = New-TestStore
        Disconnect-PermStore
        { Disconnect-PermStore } | Should -Not -Throw
    }

    It 'lets what comes before it in the pipeline finish, and closes the store then' {
        $path = (New-TestStore).Path
        $null = 1..12000 | ForEach-Object { [pscustomobject]@{ UserName = "u$_"; Profile = 'Viewer' } } | New-PermUser
        Get-PermUser | ForEach-Object { Disconnect-PermStore; $_ } | Should -HaveCount 12000
        { Get-PermUser -ErrorAction Stop } | Should -Throw -ErrorId 'StoreNotConnected,*'
        Move-Item $path "$path.moved"
        $null = Connect-PermStore "$path.moved"
        $null = New-PermStore "$TestDrive/$([guid]::NewGuid()).db"
        $null = New-PermProfile Copied -Default
        $copy = (Get-PermStore).Path
        $null = Connect-PermStore "$path.moved"
        $copied = Get-PermUser | ForEach-Object { if (-not $did++) { $null = Connect-PermStore $copy }; [pscustomobject]@{ UserName = $_.UserName } } | New-PermUser
        $copied | Should -HaveCount 12000
        (Get-PermStore).Path, (Get-PermProfile).Name | Should -Be $copy, Copied
    }

    It 'refuses inside a transaction, which is undone' {
        $null = New-TestStore
        { Invoke-PermTransaction { New-PermGroup Press; Disconnect-PermStore } -ErrorAction Stop } | Should -Throw -ErrorId 'TransactionAlreadyOpen,PermModule.Commands.DisconnectPermStoreCommand'
        Get-PermGroup | Should -BeNullOrEmpty
    }
}
