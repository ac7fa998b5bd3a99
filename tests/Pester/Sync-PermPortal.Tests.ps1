BeforeAll {
    . $PSScriptRoot/Setup.ps1
    . $PSScriptRoot/PortalSetup.ps1
}

Describe 'Sync-PermPortal' {
    BeforeEach {
        $script:fake = Start-FakePortal -Users 24
        $script:store = New-TestStore -Empty
        Connect-FakePortal $fake
    }

    AfterEach { Stop-FakePortal $fake }

    It 'pulls everything, and the second time nothing' {
        Sync-PermPortal Pull | Should -BeNullOrEmpty
        $store.Users | Should -Be 25
        (Get-PermUser user0010).Groups | Should -Be 'Print team'
        Sync-PermPortal Pull -PassThru | Should -BeNullOrEmpty
        Test-PermStore | Should -BeTrue
    }

    It 'pushes a plan without its deactivations' {
        Sync-PermPortal Pull
        Set-PermUser user0001 -Profile Editors
        Disable-PermUser user0002
        $results = Compare-PermPortal -Direction Push | Where-Object Action -NE Deactivate | Sync-PermPortal -PassThru
        $results.Result | Should -Be Done
        $results.Status | Should -Be 202
        (Compare-PermPortal Push).Action | Should -Be Deactivate
        (Get-PermAuditEvent -TargetType Portal -Action PortalUserChanged).Target | Should -Be user0001
    }

    It 'takes a plan that was kept as <Form>' -ForEach @(
        @{ Form = 'JSON'; Keep = { $input | ConvertTo-Json -Depth 4 | Set-Content "$TestDrive/plan.json" }; Read = { Get-Content "$TestDrive/plan.json" -Raw | ConvertFrom-Json } }
        @{ Form = 'CLIXML'; Keep = { $input | Export-Clixml "$TestDrive/plan.xml" }; Read = { Import-Clixml "$TestDrive/plan.xml" } }
    ) {
        Sync-PermPortal Pull
        $null = New-PermUser nina -Email nina@example.com -FirstName Nina -LastName Moe -Profile Editors -Group Agency
        Set-PermUser user0001 -JobTitle Lead
        Compare-PermPortal Push | & $Keep
        $results = & $Read | Sync-PermPortal -PassThru
        $results.Result | Should -Be Done, Done, Done
        Compare-PermPortal Push | Should -BeNullOrEmpty
    }

    It 'tells what to do about somebody new who has the name of somebody renamed, and it works' {
        Sync-PermPortal Pull
        $id = (Get-PermUser user0001).ExternalId
        $null = Invoke-FakePortal $fake user @{ userName = 'user0001'; newUserName = 'moved' }
        $null = Invoke-FakePortal $fake user @{ userName = 'user0001'; email = 'new@example.com' }
        $errors = Compare-PermPortal Pull 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
        $errors | Should -BeLike '*user0001*Give the user of the store the name and address that the portal shows for that id*'
        Set-PermUser user0001 -NewUserName moved
        Sync-PermPortal Pull -ErrorAction Stop
        (Get-PermUser moved).ExternalId | Should -Be $id
        (Get-PermUser user0001).ExternalId | Should -Not -Be $id
        (Get-PermUser user0001).Email | Should -Be 'new@example.com'
    }

    It 'takes nothing else for a plan' {
        { [pscustomobject]@{ Name = 'user0001'; Action = 'Deactivate' } | Sync-PermPortal -ErrorAction Stop } | Should -Throw
        { Get-Date | Sync-PermPortal -ErrorAction Stop } | Should -Throw
    }

    It 'says with -WhatIf what would be done, and does nothing' {
        @(Get-WhatIfText { Sync-PermPortal Pull -WhatIf }).Count | Should -BeGreaterThan 28
        $store.Users | Should -Be 0
        Sync-PermPortal Pull
        Set-PermUser user0001 -Profile Editors
        $said = @(Get-WhatIfText { Sync-PermPortal Push -WhatIf })
        $said | Should -HaveCount 1
        $said[0] | Should -Match "'Viewers' -> 'Editors' \(takes a Regular seat\).*portal: User user0001"
        (Invoke-FakePortal $fake).writes | Should -Be 0
    }

    It 'refuses what somebody changed in the portal meanwhile, by name' {
        Sync-PermPortal Pull
        Set-PermUser user0001 -Department Legal
        $plan = Compare-PermPortal Push
        $null = Invoke-FakePortal $fake user @{ userName = 'user0001'; department = 'Finance' }
        $plan | Sync-PermPortal -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Be 'PortalChanged,PermModule.Commands.SyncPermPortalCommand'
        $problem.TargetObject | Should -Be user0001
        (Invoke-FakePortal $fake).writes | Should -Be 0
    }

    It 'refuses an old plan, another store''s plan and too many deactivations' {
        Sync-PermPortal Pull
        Set-PermUser user0001 -Department Legal
        $plan = Compare-PermPortal Push
        Set-PermUser user0001 -Department Finance
        $plan | Sync-PermPortal -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Be 'PlanOutdated,PermModule.Commands.SyncPermPortalCommand'
        Get-PermUser -First 12 -Active | Where-Object UserName -NE service | Disable-PermUser
        { Sync-PermPortal Push } | Should -Throw -ErrorId 'SyncTooMany,PermModule.Commands.SyncPermPortalCommand'
        Sync-PermPortal Push -MaxDeactivate 60%
        Compare-PermPortal Push | Should -BeNullOrEmpty
        $null = New-TestStore
        { $plan | Sync-PermPortal } | Should -Throw -ErrorId 'OtherStore,PermModule.Commands.SyncPermPortalCommand'
    }

    It 'deactivates with -Mode Sync who is gone from the portal' {
        Sync-PermPortal Pull
        $null = Invoke-FakePortal $fake user @{ userName = 'user0003'; isGone = $true }
        Sync-PermPortal Pull -PassThru | Should -BeNullOrEmpty
        (Sync-PermPortal Pull -Mode Sync -PassThru).Name | Should -Be user0003
        (Get-PermUser user0003).IsActive | Should -BeFalse
    }

    It 'loads nothing that only the portal needs before one is connected' {
        $child = pwsh -NoProfile -NonInteractive -Command "
            function Get-Loaded { @([AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -eq 'System.Threading.RateLimiting').Count }
            Import-Module '$($manifest.FullName)'
            `$null = New-PermStore '$TestDrive/quiet/perm.db'
            `$null = New-PermProfile Viewer -Default
            `$null = New-PermUser ann | Get-PermUser
            Get-Loaded
            Connect-PermPortal $($fake.Uri) -Token (ConvertTo-SecureString $($fake.Token) -AsPlainText -Force)
            Get-Loaded"
        $child | Should -Be 0, 1
    }
}
