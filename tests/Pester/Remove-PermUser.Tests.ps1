BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:id = 'PermModule.Commands.RemovePermUserCommand'
}

Describe 'Remove-PermUser' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermGroup Press
        'ann', 'bob' | ForEach-Object { $null = New-PermUser $_ -Profile Editor -Group Press }
        Add-PermRoleMember Champion ann
    }

    It 'asks nothing about what is not there' {
        $refused = $null
        Remove-PermUser nobody -Confirm -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'UserNotFound,PermModule.Commands.RemovePermUserCommand'
    }

    It 'removes by name, with memberships and roles, and frees the seat' {
        Remove-PermUser ANN -Confirm:$false | Should -BeNullOrEmpty
        (Get-PermUser).UserName | Should -Be bob
        (Get-PermGroup Press).MemberCount, (Get-SeatUsage Regular).Active | Should -Be 1, 1
        Get-PermRoleMember Champion | Should -BeNullOrEmpty
        (Get-PermAuditEvent ann).Action | Should -Contain UserRemoved
        Test-PermStore | Should -BeTrue
    }

    It 'takes users by pipe and writes them as they were' {
        $removed = Get-PermUser | Remove-PermUser -Confirm:$false -PassThru
        $removed.UserName | Should -Be ann, bob
        $removed.Groups | Should -Be Press, Press
        Get-PermUser | Should -BeNullOrEmpty
    }

    It 'gives a name free again' {
        Remove-PermUser ann -Confirm:$false
        (New-PermUser ann).Groups.Count | Should -Be 0
    }

    It 'refuses a user who does not exist and the owner of Content Workflow, and goes on' {
        Set-ContentWorkflowOwner bob
        'nobody', 'bob', 'ann' | Remove-PermUser -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "UserNotFound,$id", "ContentWorkflowOwnerRequired,$id"
        $refused.TargetObject | Should -Be nobody, bob
        (Get-PermUser).UserName | Should -Be bob
    }

    It 'changes nothing with -WhatIf, and tells the seats' {
        $before = Get-TestState
        Get-WhatIfText { Remove-PermUser ann -WhatIf } | Should -BeLike '*"Remove user; the membership in 1 group ends, the role Champion ends (seats: Regular 2 -> 1 of unlimited)" on target "ann"*'
        Get-PermUser | Remove-PermUser -WhatIf | Should -BeNullOrEmpty
        Get-TestState | Should -BeExactly $before
        (Get-PermRoleMember Champion).UserName | Should -Be ann
    }

    It 'hands over, and says what it did' {
        Set-ContentWorkflowOwner ann
        Get-WhatIfText { Remove-PermUser ann -Transfer bob -WhatIf } | Should -BeLike "*the role Champion goes to 'bob'*Content Workflow goes to 'bob'*"
        (Get-ContentWorkflowOwner).UserName | Should -Be ann
        $said = Remove-PermUser ann -Transfer (Get-PermUser bob) -Confirm:$false 6>&1
        "$said" | Should -BeLike "Removed 'ann': the role Champion goes to 'bob', Content Workflow goes to 'bob'*"
        (Get-PermRoleMember Champion).UserName, (Get-ContentWorkflowOwner).UserName | Should -Be bob, bob
        Test-PermStore | Should -BeTrue
    }

    It 'refuses a handover to who is removed too' {
        Remove-PermUser ann, bob -Transfer bob -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue 6>$null
        $refused.FullyQualifiedErrorId | Should -Be "TransferToSelf,$id"
        (Get-PermUser).UserName | Should -Be bob
    }
}
