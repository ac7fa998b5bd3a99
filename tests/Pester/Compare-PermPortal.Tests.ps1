BeforeAll {
    . $PSScriptRoot/Setup.ps1
    . $PSScriptRoot/PortalSetup.ps1
}

Describe 'Compare-PermPortal' {
    BeforeEach {
        $script:fake = Start-FakePortal -Users 12
        $script:store = New-TestStore -Empty
        Connect-FakePortal $fake
    }

    AfterEach { Stop-FakePortal $fake }

    It 'plans a pull and changes nothing' {
        $plan = @(Compare-PermPortal Pull)
        ($plan | Where-Object { $_.Kind -eq 'User' -and $_.Action -eq 'Create' }).Count | Should -Be 13
        ($plan | Where-Object Kind -EQ Profile).Name | Should -Be 'Portal administrators', 'Editors', 'Viewers'
        $plan.Direction | Sort-Object -Unique | Should -Be Pull
        $store.Users | Should -Be 0
        (Invoke-FakePortal $fake).writes | Should -Be 0
    }

    It 'plans a push: what differs, from, to, why, seats and warnings' {
        Sync-PermPortal Pull
        Set-PermUser user0001 -Profile Editors -JobTitle Lead
        Disable-PermUser user0002
        $plan = @(Compare-PermPortal -Direction Push)
        $plan | Should -HaveCount 3
        $moved = $plan | Where-Object Property -EQ Profile
        $moved.From, $moved.To, $moved.Seats, "$($moved.Tier)" | Should -Be Viewers, Editors, 1, Regular
        $moved.Why | Should -Not -BeNullOrEmpty
        ($plan | Where-Object Action -EQ Deactivate).Warning | Should -Match '180 days'
        @(Compare-PermPortal Push -UserName user0001) | Should -HaveCount 2
        @(Compare-PermPortal Push -UserName user*2 -Kind User) | Should -HaveCount 1
        Compare-PermPortal Push -Kind Profile, Group, Membership | Should -BeNullOrEmpty
        @(Compare-PermPortal Push -SkipDetail) | Should -HaveCount 2
    }

    It 'reports what cannot be planned as an error each, and goes on' {
        $null = Invoke-FakePortal $fake profile @{ name = 'Twins' }
        $null = Invoke-FakePortal $fake profile @{ name = 'TWINS' }
        $plan = Compare-PermPortal Pull -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Sort-Object -Unique | Should -Be 'PortalProfileAmbiguous,PermModule.Commands.ComparePermPortalCommand'
        $plan | Should -Not -BeNullOrEmpty
    }

    It 'ends with the error where the portal fails' {
        $null = Invoke-FakePortal $fake token @{ token = 'another' }
        { Compare-PermPortal Pull } | Should -Throw -ErrorId 'PortalUnauthorized,PermModule.Commands.ComparePermPortalCommand'
    }

    It 'can be stopped' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript({
                    param($Manifest, $Store, $Uri, $Token)
                    Import-Module $Manifest
                    $null = Connect-PermStore $Store
                    Connect-PermPortal $Uri -Token ([Net.NetworkCredential]::new('', $Token).SecurePassword) -RequestsPerSecond 1
                    'connected'
                    Compare-PermPortal Pull
                }).AddArgument($manifest.FullName).AddArgument($store.Path).AddArgument($fake.Uri).AddArgument($fake.Token)
            $output = [Management.Automation.PSDataCollection[psobject]]::new()
            $running = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
            while ($output.Count -eq 0 -and -not $running.IsCompleted) { Start-Sleep -Milliseconds 50 }
            $shell.Stop()
            $shell.InvocationStateInfo.State | Should -Be Stopped
        }
        finally {
            $shell.Dispose()
        }
    }
}
