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

    It 'refuses inside a transaction, which is undone' {
        $null = New-TestStore
        { Invoke-PermTransaction { New-PermGroup Press; Disconnect-PermStore } -ErrorAction Stop } | Should -Throw -ErrorId 'TransactionAlreadyOpen,PermModule.Commands.DisconnectPermStoreCommand'
        Get-PermGroup | Should -BeNullOrEmpty
    }
}
