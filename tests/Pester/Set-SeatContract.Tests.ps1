BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:class = 'PermModule.Commands.SetSeatContractCommand'
}

Describe 'Set-SeatContract' {
    BeforeEach { $null = New-TestStore }

    It 'sets what is given and keeps the rest' {
        $set = Set-SeatContract -Heavy 3 -Regular 4 -Light 5 -Enforcement Warn -WarningPercent 80 -ReactivationDelayDays 180
        $set.Heavy, $set.Regular, $set.Light, $set.Enforcement, $set.WarningPercent, $set.ReactivationDelayDays | Should -Be 3, 4, 5, Warn, 80, 180
        $set = Set-SeatContract -Light 6
        $set.Heavy, $set.Regular, $set.Light, $set.Enforcement, $set.WarningPercent, $set.ReactivationDelayDays | Should -Be 3, 4, 6, Warn, 80, 180
    }

    It 'makes a tier unlimited by $null, and by nothing else' {
        $null = Set-SeatContract -Heavy 3 -Light 5
        $set = Set-SeatContract -Heavy $null
        $set.Heavy, $set.Light | Should -Be $null, 5
        (Set-SeatContract -Heavy 0).Heavy | Should -Be 0
    }

    It 'takes a contract, or rows, from the pipeline' {
        $kept = Set-SeatContract -Heavy 3 -Enforcement Warn
        $null = Set-SeatContract -Heavy $null -Light 9 -Enforcement Block
        $set = $kept | Set-SeatContract
        $set.Heavy, $set.Light, $set.Enforcement | Should -Be 3, $null, Warn
        ("Light`n12" | ConvertFrom-Csv | Set-SeatContract).Light | Should -Be 12
    }

    It 'refuses a limit under what is used, and takes one that is just enough' {
        $null = New-PermUser ann
        $null = New-PermUser bob
        Set-SeatContract -Light 1 -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId | Should -Be "SeatLimitExceeded,$class"
        $refused.Exception.Message | Should -BeLike '*Light seats needed 2, free 1, limit 1*'
        (Get-SeatContract).Light | Should -BeNullOrEmpty
        (Set-SeatContract -Light 2).Light | Should -Be 2
        (Set-SeatContract -Light 1 -Enforcement Warn -WarningVariable warned -WarningAction SilentlyContinue).Light | Should -Be 1
        $warned | Should -BeLike 'Light seats are over the contract: 2 in use, limit 1.'
    }

    It 'refuses values without sense' {
        Set-SeatContract -Heavy -1 -ErrorVariable refused -ErrorAction SilentlyContinue
        Set-SeatContract -WarningPercent 0 -ErrorVariable +refused -ErrorAction SilentlyContinue
        Set-SeatContract -ReactivationDelayDays -1 -ErrorVariable +refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "InvalidValue,$class", "InvalidValue,$class", "InvalidValue,$class"
    }

    It 'tells who decided from an old reading, and keeps what the other wrote' {
        $read = Get-SeatContract
        $null = Set-SeatContract -Regular 7
        $read | Set-SeatContract -Heavy 5 -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId, $refused.TargetObject | Should -Be "ConcurrentChange,$class", 'Seat contract'
        $kept = Get-SeatContract
        $kept.Heavy, $kept.Regular | Should -Be $null, 7
        $set = $kept | Set-SeatContract -Heavy 5
        $set.Heavy, $set.Regular | Should -Be 5, 7
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-TestState
        (Set-SeatContract -Heavy 3 -WhatIf).Heavy | Should -Be 3
        Get-TestState | Should -Be $before
    }
}
