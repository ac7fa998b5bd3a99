BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Get-PermStore' {
    BeforeEach { $script:store = New-TestStore }

    It 'shows the store in use, with what is in it now' {
        $shown = Get-PermStore
        $shown.Location | Should -Be $store.Path
        $shown.Path, $shown.Actor, $shown.SchemaVersion | Should -Be $store.Path, tester, 2
        $shown.Users, $shown.Profiles, $shown.Groups, $shown.PendingRequests | Should -Be 0, 3, 0, 0
        $null = New-PermUser ann
        $null = New-PermGroup Press
        $null = Submit-WaitingRoomItem Download ann logo.png -Reason offer
        $shown.Users, $shown.Groups, $shown.PendingRequests | Should -Be 1, 1, 1
        $shown.SizeBytes | Should -BeGreaterThan 4096
    }

    It 'finds the store by -Store, and by the environment where none is connected' {
        $other = New-TestStore
        (Get-PermStore -Store $other).Path | Should -Be $other.Path
        Disconnect-PermStore
        $env:PERMMODULE_STORE = $store.Path
        try { (Get-PermStore).Path | Should -Be $store.Path } finally { $env:PERMMODULE_STORE = $null }
    }

    It 'says what to do where there is none' {
        if ($IsWindows -and (Test-Path ((Get-CoreType PermStore)::DefaultPath))) { Set-ItResult -Skipped -Because "there is a store at $((Get-CoreType PermStore)::DefaultPath), which would be found" }
        $data = $env:XDG_DATA_HOME
        $env:XDG_DATA_HOME = "$TestDrive/nothing"
        try {
            $said = pwsh -NoProfile -NonInteractive -Command "Import-Module '$manifest'; try { Get-PermStore } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }"
        }
        finally { $env:XDG_DATA_HOME = $data }
        $said | Should -HaveCount 2
        $said[0] | Should -Be 'StoreNotConnected,PermModule.Commands.GetPermStoreCommand'
        $said[1] | Should -BeLike '*New-PermStore*Connect-PermStore*'
    }

    It 'refuses a path in the environment where nothing is' {
        Disconnect-PermStore
        $env:PERMMODULE_STORE = "$TestDrive/none.db"
        try { { Get-PermStore } | Should -Throw -ErrorId 'StoreNotFound,PermModule.Commands.GetPermStoreCommand' } finally { $env:PERMMODULE_STORE = $null }
    }
}
