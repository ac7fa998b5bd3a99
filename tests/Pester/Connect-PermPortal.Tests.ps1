BeforeAll {
    . $PSScriptRoot/Setup.ps1
    . $PSScriptRoot/PortalSetup.ps1
    $script:fake = Start-FakePortal -Users 5
}

AfterAll { Stop-FakePortal $fake }

Describe 'Connect-PermPortal' {
    AfterEach {
        Disconnect-PermPortal
        $env:PERMMODULE_PORTAL_URI = $env:PERMMODULE_PORTAL_TOKEN = ''
    }

    It 'tells whose token it is and what is possible, when asked' {
        $token = [Net.NetworkCredential]::new('', $fake.Token).SecurePassword
        Connect-PermPortal $fake.Uri -Token $token | Should -BeNullOrEmpty
        $portal = Connect-PermPortal $fake.Uri -Token $token -PassThru
        $portal.UserName | Should -Be service
        $portal.Can | Should -Be Read, WriteUsers, WriteGroups
        $portal.Can -contains 'WriteUsers' | Should -BeTrue
        $portal.Missing | Should -BeNullOrEmpty
        (Get-PermPortal).Uri | Should -Be $fake.Uri
    }

    It 'takes address and token from the environment' {
        $env:PERMMODULE_PORTAL_URI = $fake.Uri
        # As a file of one line gives it.
        $env:PERMMODULE_PORTAL_TOKEN = "$($fake.Token)`n"
        Connect-PermPortal
        (Get-PermPortal).UserName | Should -Be service
    }

    It 'signs in as an application' {
        $portal = Connect-PermPortal $fake.Uri -ClientId app -ClientSecret ([Net.NetworkCredential]::new('', 'app-secret').SecurePassword) -PassThru
        $portal.Scopes | Should -Contain admin.user:write
    }

    It 'warns of what is missing' {
        $null = Invoke-FakePortal $fake profile @{ name = 'Portal administrators'; roles = @('USERMANAGEMENT', 'PERMISSIONMANAGEMENT') }
        Connect-FakePortal $fake -WarningVariable warning -WarningAction SilentlyContinue 3> $null
        (Get-PermPortal).Missing | Should -Be 'role GROUPMANAGEMENT'
        $null = Invoke-FakePortal $fake profile @{ name = 'Portal administrators'; roles = @('USERMANAGEMENT', 'PERMISSIONMANAGEMENT', 'GROUPMANAGEMENT') }
    }

    It 'refuses <Case> with <Id> and tells no token' -ForEach @(
        @{ Case = 'a wrong token'; Uri = { $fake.Uri }; Token = 'wrong-secret-token'; Id = 'PortalUnauthorized' }
        @{ Case = 'a token with a line break inside'; Uri = { $fake.Uri }; Token = "wrong-secret-token`nmore"; Id = 'InvalidValue' }
        @{ Case = 'a token with a letter beyond ASCII'; Uri = { $fake.Uri }; Token = "wrong-secret-token$([char]0xf6)"; Id = 'InvalidValue' }
        @{ Case = 'a token with its scheme'; Uri = { $fake.Uri }; Token = 'Bearer wrong-secret-token'; Id = 'InvalidValue' }
        @{ Case = 'http to another machine'; Uri = { 'http://portal.example.com' }; Token = 'wrong-secret-token'; Id = 'PortalInsecure' }
        @{ Case = 'no token at all'; Uri = { $fake.Uri }; Token = ''; Id = 'PortalTokenRequired' }
        @{ Case = 'no address'; Uri = { $null }; Token = 'wrong-secret-token'; Id = 'PortalUriRequired' }
        @{ Case = 'a portal that is not there'; Uri = { 'http://127.0.0.1:9' }; Token = 'wrong-secret-token'; Id = 'PortalUnavailable' }
    ) {
        $env:PERMMODULE_PORTAL_TOKEN = $Token
        $address = & $Uri
        $given = if ($address) { @{ Uri = $address } } else { @{} }
        { Connect-PermPortal @given } | Should -Throw -ErrorId "$Id,PermModule.Commands.ConnectPermPortalCommand"
        "$($Error[0] | Format-List * -Force | Out-String) $($Error[0].Exception)" | Should -Not -Match 'wrong-secret-token'
    }

    It 'tells no token in the verbose and debug streams' {
        $said = & {
            $VerbosePreference = $DebugPreference = 'Continue'
            Connect-FakePortal $fake
            $null = New-TestStore
            Compare-PermPortal Pull -SkipDetail
        } *>&1
        $said | Out-String | Should -Not -Match ([regex]::Escape($fake.Token))
        (Get-PermPortal | Format-List * -Force | Out-String) | Should -Not -Match ([regex]::Escape($fake.Token))
    }

    It 'is of one runspace' {
        Connect-FakePortal $fake
        $other = [powershell]::Create().AddScript("Import-Module '$($manifest.FullName)'; try { Get-PermPortal } catch { `$_.FullyQualifiedErrorId }")
        try {
            $other.Invoke() | Should -Be 'PortalNotConnected,PermModule.Commands.GetPermPortalCommand'
        }
        finally {
            $other.Dispose()
        }
        (Get-PermPortal).UserName | Should -Be service
    }
}
