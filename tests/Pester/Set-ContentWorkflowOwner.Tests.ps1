BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Set-ContentWorkflowOwner' {
    BeforeEach {
        $null = New-TestStore
        'ann', 'bob' | ForEach-Object { $null = New-PermUser $_ }
        $null = New-PermUser away -Inactive
    }

    It 'makes a user the owner by name and by pipe, and another takes over' {
        Set-ContentWorkflowOwner ann | Should -BeNullOrEmpty
        (Get-ContentWorkflowOwner).UserName | Should -Be ann
        (Get-PermUser bob | Set-ContentWorkflowOwner -PassThru).UserName | Should -Be bob
        (Get-ContentWorkflowOwner).UserName | Should -Be bob
        Remove-PermUser ann -Confirm:$false
        (Get-ContentWorkflowOwner).UserName | Should -Be bob
    }

    It 'keeps the owner active and there until another took over' {
        Set-ContentWorkflowOwner ann
        Disable-PermUser ann -ErrorVariable refused -ErrorAction SilentlyContinue
        Set-PermUser ann -Inactive -ErrorVariable +refused -ErrorAction SilentlyContinue
        Remove-PermUser ann -Confirm:$false -ErrorVariable +refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be @(
            'ContentWorkflowOwnerRequired,PermModule.Commands.DisablePermUserCommand'
            'ContentWorkflowOwnerRequired,PermModule.Commands.SetPermUserCommand'
            'ContentWorkflowOwnerRequired,PermModule.Commands.RemovePermUserCommand')
        (Get-PermUser ann).IsActive | Should -BeTrue
        Set-ContentWorkflowOwner bob
        Disable-PermUser ann
        (Get-PermUser ann).IsActive | Should -BeFalse
    }

    It 'refuses an inactive or missing user' {
        'away', 'nobody' | Set-ContentWorkflowOwner -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'UserInactive,PermModule.Commands.SetContentWorkflowOwnerCommand', 'UserNotFound,PermModule.Commands.SetContentWorkflowOwnerCommand'
        $refused.TargetObject | Should -Be away, nobody
        Get-ContentWorkflowOwner | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf' {
        Set-ContentWorkflowOwner ann
        (Set-ContentWorkflowOwner bob -WhatIf -PassThru).UserName | Should -Be bob
        (Get-ContentWorkflowOwner).UserName | Should -Be ann
    }
}
