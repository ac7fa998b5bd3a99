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

    It 'takes an empty cell for no limit in a whole contract, and nowhere else' {
        $null = Set-SeatContract -Heavy 3
        Get-SeatContract | Export-Csv "$TestDrive/contract.csv"
        $null = Set-SeatContract -Heavy 4 -Light 9
        $set = Import-Csv "$TestDrive/contract.csv" | Set-SeatContract
        $set.Heavy, $set.Regular, $set.Light | Should -Be 3, $null, $null
        $set = Import-Csv "$TestDrive/contract.csv" | ForEach-Object { $_.Light = ' '; $_.Regular = '5'; $_ } | Set-SeatContract
        $set.Heavy, $set.Regular, $set.Light | Should -Be 3, 5, $null
        "Heavy,Regular`n,7" | ConvertFrom-Csv | Set-SeatContract -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused[0] | Should -BeLike "*'' is no number of seats*"
        { Set-SeatContract -Heavy '' } | Should -Throw "*'' is no number of seats*"
        (Get-SeatContract).Heavy | Should -Be 3
    }

    It 'refuses a limit under what is used, and takes one that is just enough' {
        $null = New-PermUser ann
        $null = New-PermUser bob
        Set-SeatContract -Light 1 -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId | Should -Be "SeatLimitExceeded,$class"
        $refused[0].Exception.NextStep | Should -Be 'Free seats with Disable-PermUser or Set-PermUser -Profile first, or give at least as many as are in use; Get-SeatUsage shows how many.'
        $refused.Exception.Message | Should -BeLike '*Light seats needed 2, free 1, limit 1*'
        (Get-SeatContract).Light | Should -BeNullOrEmpty
        (Set-SeatContract -Light 2).Light | Should -Be 2
        (Set-SeatContract -Light 1 -Enforcement Warn -WarningVariable warned -WarningAction SilentlyContinue).Light | Should -Be 1
        $warned | Should -BeLike 'Light seats are over the contract: 2 in use, limit 1.'
    }

    It 'shows the contract only to a user who may see seat figures' {
        $null = Set-SeatContract -Heavy 41 -Light 42
        $null = New-PermProfile Operator -Right asset-bank.system-admin.manage-portal-settings, asset-bank.users-and-permissions.manage-permission-profiles
        $null = New-PermUser opa -Profile Operator
        $path = (Get-PermStore).Path
        $null = Export-PermProfile "$TestDrive/contract.json" -Force
        (Get-Content "$TestDrive/contract.json" -Raw).Replace('"heavy": 41', '"heavy": 44') | Set-Content "$TestDrive/contract.json"
        $null = Connect-PermStore $path -As opa
        Set-SeatContract -Regular 43 | Should -BeNullOrEmpty
        Get-WhatIfText { Set-SeatContract -Regular 40 -WhatIf } | Should -Not -Match '4[0-9]'
        Set-SeatContract -Regular 40 -WhatIf | Should -BeNullOrEmpty
        (Import-PermProfile "$TestDrive/contract.json" -WhatIf | Where-Object Part -EQ heavy).Value | Should -BeExactly '-> 44'
        $null = Connect-PermStore $path
        (Get-SeatContract).Regular | Should -Be 43
        Grant-PermRight Operator asset-bank.reporting.view-cockpit
        $null = Connect-PermStore $path -As opa
        (Set-SeatContract -Regular 45).Heavy | Should -Be 41
        (Import-PermProfile "$TestDrive/contract.json" -WhatIf | Where-Object Part -EQ heavy).Value | Should -BeExactly '41 -> 44'
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

    It 'sets prices by tier, keeps the others, and forgets one by $null' {
        $set = Set-SeatContract -PricePerSeat @{ heavy = 40; Light = '2.5' }
        $set.PricePerSeat.Heavy, $set.PricePerSeat.Regular, $set.PricePerSeat.Light | Should -Be 40, $null, 2.5
        $set = Set-SeatContract -PricePerSeat @{ Regular = 15.25; Light = $null }
        "$($set.PricePerSeat)" | Should -Be 'Heavy 40.00, Regular 15.25'
        "$((Set-SeatContract -PricePerSeat $null).PricePerSeat)" | Should -BeNullOrEmpty
        (Get-PermAuditEvent -Newest 1).Action | Should -Be ContractChanged
    }

    It 'takes prices back from <Case>' -ForEach @(
        @{ Case = 'a contract'; Back = { $_ } }
        @{ Case = 'a CSV'; Back = { $_ | ConvertTo-Csv | ConvertFrom-Csv | Select-Object Heavy, PricePerSeat } }
        @{ Case = 'JSON'; Back = { $_ | ConvertTo-Json | ConvertFrom-Json | Select-Object PricePerSeat } }
    ) {
        $kept = Set-SeatContract -Heavy 3 -PricePerSeat @{ Heavy = 40; Light = 2.5 }
        $null = Set-SeatContract -PricePerSeat @{ Heavy = 1; Regular = 1; Light = 1 }
        "$(($kept | ForEach-Object $Back | Set-SeatContract).PricePerSeat)" | Should -Be 'Heavy 40.00, Light 2.50'
    }

    It 'refuses <Price> as prices' -ForEach @(
        @{ Price = @{ Giant = 4 }; Id = 'ParameterArgumentTransformationError' }
        @{ Price = @{ Heavy = 'much' }; Id = 'ParameterArgumentTransformationError' }
        @{ Price = 40; Id = 'ParameterArgumentTransformationError' }
        @{ Price = 'Heavy 40,50'; Id = 'ParameterArgumentTransformationError' }
        @{ Price = @{ Heavy = -1 }; Id = 'InvalidValue' }
        @{ Price = @{ Heavy = 1.005 }; Id = 'InvalidValue' }
    ) {
        { Set-SeatContract -PricePerSeat $Price -ErrorAction Stop } | Should -Throw -ErrorId "$Id,$class"
        "$((Get-SeatContract).PricePerSeat)" | Should -BeNullOrEmpty
    }

    It 'sets the currency of the prices and takes it away by <Case>' -ForEach @(
        @{ Case = '$null'; Empty = $null }
        @{ Case = 'an empty text'; Empty = '' }
    ) {
        (Set-SeatContract -Currency eur).Currency | Should -BeExactly EUR
        (Set-SeatContract -PricePerSeat @{ Heavy = 40 }).Currency | Should -BeExactly EUR
        (Set-SeatContract -Currency usd -WhatIf).Currency | Should -BeExactly USD
        (Get-SeatContract).Currency | Should -BeExactly EUR
        Get-SeatContract | Format-List | Out-String | Should -Match '(?m)^Currency +: EUR\r?$'
        (Set-SeatContract -Currency $Empty).Currency | Should -BeNullOrEmpty
        (Get-PermAuditEvent -Newest 1).Action | Should -Be ContractChanged
    }

    It 'takes the currency back from <Case>' -ForEach @(
        @{ Case = 'a contract'; Back = { $_ } }
        @{ Case = 'a CSV'; Back = { $_ | ConvertTo-Csv | ConvertFrom-Csv | Select-Object Currency } }
        @{ Case = 'JSON'; Back = { $_ | ConvertTo-Json | ConvertFrom-Json | Select-Object Currency } }
    ) {
        $kept = Set-SeatContract -Currency EUR
        $none = Set-SeatContract -Currency ''
        ($kept | ForEach-Object $Back | Set-SeatContract).Currency | Should -BeExactly EUR
        ($none | ForEach-Object $Back | Set-SeatContract).Currency | Should -BeNullOrEmpty
    }

    It 'refuses <_> as a currency and says what is allowed' -ForEach 'EURO', 'EU', '€', 'E1R', '123' {
        Set-SeatContract -Currency $_ -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId | Should -Be "InvalidValue,$class"
        $refused.Exception.Message | Should -BeLike "*'$_'*three letters, A to Z,*"
        (Get-SeatContract).Currency | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-TestState
        (Set-SeatContract -Heavy 3 -WhatIf).Heavy | Should -Be 3
        Get-TestState | Should -Be $before
    }
}
