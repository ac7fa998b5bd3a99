BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Acting in the name of a user' {
    BeforeEach {
        $store = New-TestStore
        $null = New-PermProfile Helpdesk -Right 'Manage own user profile', asset-bank.users-and-permissions.manage-users, asset-bank.collections.create-collections
        $null = New-PermUser ann -Profile Helpdesk
        $null = New-PermUser bob -Profile Viewer
        $null = Connect-PermStore $store.Path -As ANN
    }

    It 'names the user in the store and in the trail' {
        (Get-PermStore).Actor | Should -BeExactly ann
        Set-PermUser bob -Department Sales
        $null = Connect-PermStore $store.Path -Actor auditor
        (Get-PermAuditEvent -Target bob -Newest 1).Actor | Should -BeExactly ann
    }

    It 'does what their rights allow' {
        (New-PermUser cid -Profile Viewer).UserName | Should -BeExactly cid
        { Disable-PermUser bob -ErrorAction Stop } | Should -Not -Throw
    }

    It 'refuses what they do not, naming the right' {
        { Grant-PermRight Viewer 'Upload assets' -ErrorAction Stop } |
            Should -Throw -ErrorId 'NotPermitted,PermModule.Commands.GrantPermRightCommand' -ExpectedMessage '*asset-bank.users-and-permissions.manage-permission-profiles*'
        { New-PermGroup Crew -ErrorAction Stop } | Should -Throw -ErrorId 'NotPermitted,PermModule.Commands.NewPermGroupCommand'
        (Get-PermProfile Viewer).RightCount | Should -Be 1
    }

    It 'shows neither the audit nor the state of the trail to who may not see them' {
        { Invoke-PermAudit -ErrorAction Stop } |
            Should -Throw -ErrorId 'NotPermitted,PermModule.Commands.InvokePermAuditCommand' -ExpectedMessage '*asset-bank.reporting.view-advanced-reporting*'
        { Test-PermAuditTrail -ErrorAction Stop } |
            Should -Throw -ErrorId 'NotPermitted,PermModule.Commands.TestPermAuditTrailCommand' -ExpectedMessage '*asset-bank.reporting.view-change-history*'
        $null = Connect-PermStore $store.Path
        Grant-PermRight Helpdesk 'View advanced reporting', 'View change history'
        $null = Connect-PermStore $store.Path -As ann
        (Invoke-PermAudit).RuleName | Should -Contain PortalOwnerMissing
        Test-PermAuditTrail | Should -BeTrue
    }

    It 'shows seat figures only to who may view the cockpit, also with -WhatIf' {
        { Get-SeatUsage -ErrorAction Stop } | Should -Throw -ErrorId 'NotPermitted,PermModule.Commands.GetSeatUsageCommand' -ExpectedMessage '*asset-bank.reporting.view-cockpit*'
        { Get-SeatContract -ErrorAction Stop } | Should -Throw -ErrorId 'NotPermitted,PermModule.Commands.GetSeatContractCommand'
        { Get-SeatRecommendation -ErrorAction Stop } | Should -Throw -ErrorId 'NotPermitted,PermModule.Commands.GetSeatRecommendationCommand'
        { Measure-SeatImpact -User bob -ToProfile Helpdesk -ErrorAction Stop } | Should -Throw -ErrorId 'NotPermitted,PermModule.Commands.MeasureSeatImpactCommand'
        Get-WhatIfText { Disable-PermUser bob -WhatIf } | Should -Not -BeLike '*seats*'
        $null = Connect-PermStore $store.Path
        Grant-PermRight Helpdesk 'View cockpit'
        $null = Connect-PermStore $store.Path -As ann
        (Get-SeatUsage).Count | Should -Be 3
        Get-WhatIfText { Disable-PermUser bob -WhatIf } | Should -BeLike '*seats*'
    }

    It 'refuses files to who may not write them, also with -WhatIf, and looks at none before' -ForEach @(
        @{ Command = 'Export-PermAuditTrail'; Right = 'view-change-history' }
        @{ Command = 'Export-PermUser'; Right = 'export-user-data' }
        @{ Command = 'Export-PermProfile'; Right = 'view-cockpit' }
        @{ Command = 'Export-PermReport'; Right = 'export-user-data' }
        @{ Command = 'Backup-PermStore'; Right = 'manage-portal-settings' }
    ) {
        $path = "$TestDrive/$([guid]::NewGuid()).html"
        Set-Content $path kept
        foreach ($whatIf in $true, $false) {
            { & $Command $path -WhatIf:$whatIf -ErrorAction Stop } | Should -Throw -ErrorId 'NotPermitted,*' -ExpectedMessage "*$Right*"
        }

        Get-Content $path | Should -Be kept
    }

    It 'plans profiles without seat figures for who may not see them' {
        $null = Connect-PermStore $store.Path
        $path = "$TestDrive/$([guid]::NewGuid()).json"
        $null = Export-PermProfile $path
        Grant-PermRight Helpdesk asset-bank.users-and-permissions.manage-permission-profiles
        $null = Set-PermProfile Viewer -Description changed
        $null = Connect-PermStore $store.Path -As ann
        Get-WhatIfText { Import-PermProfile $path -WhatIf } | Should -Not -BeLike '*seats*'
        (Import-PermProfile $path -PassThru).Count | Should -BeGreaterThan 0
    }

    It 'restores nothing' {
        $null = Connect-PermStore $store.Path
        $backup = Backup-PermStore "$($store.Path).copy"
        $null = Connect-PermStore $store.Path -As ann
        { Restore-PermStore $backup -Force -ErrorAction Stop } | Should -Throw -ErrorId 'NotPermitted,PermModule.Commands.RestorePermStoreCommand'
        (Get-PermStore).Actor | Should -BeExactly ann
    }

    It 'lets no one be moved into rights they do not hold' {
        Get-PermUser | Set-PermUser -Profile Admin -ErrorAction SilentlyContinue -ErrorVariable refused
        $refused.FullyQualifiedErrorId | Should -Be (@('NotPermitted,PermModule.Commands.SetPermUserCommand') * 2)
        Get-PermUser -Profile Admin | Should -BeNullOrEmpty
    }

    It 'refuses the same with -WhatIf' {
        Set-PermUser bob -Profile Admin -WhatIf -ErrorAction SilentlyContinue -ErrorVariable refused
        $refused.FullyQualifiedErrorId | Should -Be 'NotPermitted,PermModule.Commands.SetPermUserCommand'
    }

    It 'refuses an unknown and an inactive user' {
        { Connect-PermStore $store.Path -As ghost } | Should -Throw -ErrorId 'UserNotFound,PermModule.Commands.ConnectPermStoreCommand'
        $null = Connect-PermStore $store.Path
        Disable-PermUser ann
        { Connect-PermStore $store.Path -As ann } | Should -Throw -ErrorId 'NotPermitted,PermModule.Commands.ConnectPermStoreCommand'
    }
}
