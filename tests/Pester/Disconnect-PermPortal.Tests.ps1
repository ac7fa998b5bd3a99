BeforeAll {
    . $PSScriptRoot/Setup.ps1
    . $PSScriptRoot/PortalSetup.ps1
    $script:fake = Start-FakePortal -Users 2
}

AfterAll { Stop-FakePortal $fake }

Describe 'Disconnect-PermPortal' {
    It 'leaves nothing to work with' {
        $null = New-TestStore
        Connect-FakePortal $fake
        Disconnect-PermPortal
        { Compare-PermPortal Pull } | Should -Throw -ErrorId 'PortalNotConnected,*'
        { Sync-PermPortal Pull } | Should -Throw -ErrorId 'PortalNotConnected,*'
    }

    It 'does nothing where none is connected' {
        { Disconnect-PermPortal; Disconnect-PermPortal } | Should -Not -Throw
    }
}
