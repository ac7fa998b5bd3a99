BeforeAll {
    . $PSScriptRoot/Setup.ps1
    . $PSScriptRoot/PortalSetup.ps1
    $script:fake = Start-FakePortal -Users 2
}

AfterAll { Stop-FakePortal $fake }

Describe 'Get-PermPortal' {
    It 'shows the connected portal' {
        Connect-FakePortal $fake
        $portal = Get-PermPortal
        $portal.PSTypeNames[0] | Should -Be PermModule.PermPortal
        $portal.ProfileName | Should -Be 'Portal administrators'
        $portal.Requests | Should -BeGreaterThan 3
        "$portal" | Should -Be $fake.Uri
    }

    It 'says that none is connected' {
        Disconnect-PermPortal
        { Get-PermPortal } | Should -Throw -ErrorId 'PortalNotConnected,PermModule.Commands.GetPermPortalCommand'
    }
}
