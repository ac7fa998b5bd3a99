BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:id = 'PermModule.Commands.DisablePermUserCommand'
}

Describe 'Disable-PermUser' {
    BeforeEach {
        $null = New-TestStore
        'ann', 'bob' | ForEach-Object { $null = New-PermUser $_ -Profile Editor }
    }

    It 'deactivates by name and frees the seat at once' {
        $null = Set-SeatContract -Regular 2
        Disable-PermUser ANN | Should -BeNullOrEmpty
        (Get-PermUser -Inactive).UserName | Should -Be ann
        (Get-SeatUsage Regular).Active, (Get-SeatUsage Regular).Inactive | Should -Be 1, 1
        (New-PermUser cyd -Profile Editor -WarningAction SilentlyContinue).IsActive | Should -BeTrue
    }

    It 'takes users by pipe and leaves inactive users as they are' {
        (Get-PermUser | Disable-PermUser -PassThru).IsActive | Should -Be $false, $false
        $since = (Get-PermUser ann).DeactivatedAt
        ('ann' | Disable-PermUser -PassThru).DeactivatedAt | Should -Be $since
        @(Get-PermAuditEvent ann -Action UserDeactivated).Count | Should -Be 1
    }

    It 'refuses a user who does not exist and the owner of Content Workflow, and goes on' {
        Set-ContentWorkflowOwner bob
        'nobody', 'bob', 'ann' | Disable-PermUser -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "UserNotFound,$id", "ContentWorkflowOwnerRequired,$id"
        $refused.TargetObject | Should -Be nobody, bob
        (Get-PermUser -Inactive).UserName | Should -Be ann
    }

    It 'changes nothing with -WhatIf, and tells the seats' {
        $before = Get-TestState
        Get-WhatIfText { Disable-PermUser ann -WhatIf } | Should -BeLike '*"Deactivate user (seats: Regular 2 -> 1 of unlimited)" on target "ann"*'
        (Get-PermUser | Disable-PermUser -WhatIf -PassThru).IsActive | Should -Be $false, $false
        Get-TestState | Should -BeExactly $before
    }
}
