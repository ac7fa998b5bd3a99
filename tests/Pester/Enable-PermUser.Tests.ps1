BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:id = 'PermModule.Commands.EnablePermUserCommand'
}

Describe 'Enable-PermUser' {
    BeforeEach {
        $null = New-TestStore
        'ann', 'bob' | ForEach-Object { $null = New-PermUser $_ -Profile Editor -Inactive }
    }

    It 'activates by name, and the user occupies a seat' {
        Enable-PermUser ANN | Should -BeNullOrEmpty
        $ann = Get-PermUser -Active
        $ann.UserName, $ann.DeactivatedAt | Should -Be ann, $null
        (Get-SeatUsage Regular).Active | Should -Be 1
    }

    It 'takes users by pipe and leaves active users as they are' {
        (Get-PermUser | Enable-PermUser -PassThru).IsActive | Should -Be $true, $true
        'ann' | Enable-PermUser
        @(Get-PermAuditEvent ann -Action UserActivated).Count | Should -Be 1
    }

    It 'never passes a seat limit' {
        $null = Set-SeatContract -Regular 1
        'nobody', 'ann', 'bob' | Enable-PermUser -ErrorVariable refused -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "UserNotFound,$id", "SeatLimitExceeded,$id"
        $refused[1].TargetObject | Should -Be bob
        (Get-PermUser -Active).UserName | Should -Be ann
    }

    It 'keeps to the delay of the contract unless it is forced, which the trail tells' {
        $null = Set-SeatContract -ReactivationDelayDays 7
        { Enable-PermUser ann -ErrorAction Stop } | Should -Throw '*-Force*' -ErrorId "ReactivationTooEarly,$id"
        (Enable-PermUser ann -Force -PassThru).IsActive | Should -BeTrue
        (Get-PermAuditEvent ann -Newest 1).After | Should -BeLike '*"ReactivationForced":true*'
    }

    It 'changes nothing with -WhatIf, and tells the seats' {
        $before = Get-TestState
        Get-WhatIfText { Enable-PermUser ann -WhatIf } | Should -BeLike '*"Activate user (seats: Regular 0 -> 1 of unlimited)" on target "ann"*'
        (Get-PermUser | Enable-PermUser -WhatIf -PassThru).IsActive | Should -Be $true, $true
        Get-TestState | Should -BeExactly $before
    }
}
