BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:id = 'PermModule.Commands.SetPermUserCommand'
}

Describe 'Set-PermUser' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermGroup Press
        $null = New-PermUser ann -Email ann@example.com -FirstName Ann -Department Sales -Group Press
        $null = New-PermUser bob -Email bob@example.com
    }

    It 'changes what is given and nothing else, and returns nothing without -PassThru' {
        Set-PermUser ann -JobTitle Lead -Location Oslo | Should -BeNullOrEmpty
        $ann = Get-PermUser ann
        $ann.JobTitle, $ann.Location, $ann.Department, $ann.FirstName, $ann.Groups, $ann.Email | Should -Be Lead, Oslo, Sales, Ann, Press, ann@example.com
        (Get-PermUser bob).JobTitle | Should -BeNullOrEmpty
    }

    It 'clears what is given empty' {
        $ann = Set-PermUser ann -Department '' -FirstName '' -Email '' -Group @() -PassThru
        $ann.Department, $ann.FirstName, $ann.Email, $ann.Groups.Count | Should -Be $null, $null, $null, 0
    }

    It 'renames, and gives another profile by name or as object' {
        (Set-PermUser ann -NewUserName Annie -Profile editor -PassThru).Tier | Should -Be Regular
        (Get-PermUser annie).ProfileName | Should -Be Editor
        (Set-PermUser annie -Profile (Get-PermProfile Admin) -PassThru).Tier | Should -Be Heavy
        Get-PermUser ann -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'takes users by pipe, as objects, names and rows' {
        (Get-PermUser | Set-PermUser -Department Legal -PassThru).Department | Should -Be Legal, Legal
        ('bob', 'ann' | Set-PermUser -SsoOnly -PassThru).UserName | Should -Be bob, ann
        ([pscustomobject]@{ UserName = 'ann'; Department = 'Ops' } | Set-PermUser -JobTitle Lead -PassThru).Department | Should -Be Ops
        (Get-PermUser | Set-PermUser -SsoOnly:$false -PassThru).IsSsoOnly | Should -Be $false, $false
    }

    It 'deactivates and activates' {
        (Set-PermUser ann -Inactive -PassThru).DeactivatedAt | Should -BeOfType DateTimeOffset
        $ann = Set-PermUser ann -Inactive:$false -PassThru
        $ann.IsActive, $ann.DeactivatedAt | Should -Be $true, $null
    }

    It 'writes an event for a change, and none where nothing differs' {
        Set-PermUser ann -Department Legal
        $written = Get-PermAuditEvent -Action UserChanged
        $written.Before, $written.After | Should -BeExactly '{"Department":"Sales"}', '{"Department":"Legal"}'
        Set-PermUser ann -Department Legal
        @(Get-PermAuditEvent -Action UserChanged).Count | Should -Be 1
    }

    It 'refuses <Case> with <ErrorId>' -ForEach @(
        @{ Case = 'a user who does not exist'; User = 'nobody'; Arguments = @{ JobTitle = 'x' }; ErrorId = 'UserNotFound' }
        @{ Case = 'the name of another'; User = 'ann'; Arguments = @{ NewUserName = 'BOB' }; ErrorId = 'UserAlreadyExists' }
        @{ Case = 'the address of another'; User = 'ann'; Arguments = @{ Email = 'bob@example.com' }; ErrorId = 'UserAlreadyExists' }
        @{ Case = 'a profile that does not exist'; User = 'ann'; Arguments = @{ Profile = 'nobody' }; ErrorId = 'ProfileNotFound' }
        @{ Case = 'a group that does not exist'; User = 'ann'; Arguments = @{ Group = 'nowhere' }; ErrorId = 'GroupNotFound' }
        @{ Case = 'an address that is none'; User = 'ann'; Arguments = @{ Email = 'ann' }; ErrorId = 'InvalidEmail' }
        @{ Case = 'a seat that is not free'; User = 'ann'; Arguments = @{ Profile = 'Admin' }; ErrorId = 'SeatLimitExceeded' }
    ) {
        $null = Set-SeatContract -Heavy 0
        $before = Get-TestState
        Set-PermUser $User @Arguments -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "$ErrorId,$id"
        Get-TestState | Should -BeExactly $before
    }

    It 'reports a bad record with its own error, and the next goes on' {
        'nobody', 'ann' | Set-PermUser -JobTitle Lead -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "UserNotFound,$id"
        $refused.TargetObject | Should -Be nobody
        (Get-PermUser ann).JobTitle | Should -Be Lead
    }

    It 'changes nothing with -WhatIf, and tells the seats' {
        $before = Get-TestState
        Get-WhatIfText { Set-PermUser ann -Profile Admin -WhatIf } | Should -BeLike '*"Change user to profile ''Admin'' (seats: Heavy 0 -> 1 of unlimited, Light 2 -> 1 of unlimited)" on target "ann"*'
        (Get-PermUser | Set-PermUser -Department x -WhatIf -PassThru).Department | Should -Be x, x
        Get-TestState | Should -BeExactly $before
    }
}
