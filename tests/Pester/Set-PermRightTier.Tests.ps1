BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Set-PermRightTier' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermUser ann
        $null = New-PermUser bob
    }

    It 'moves every profile that holds the right, at once, and back' {
        Set-PermRightTier 'Create collections' Heavy | Should -BeNullOrEmpty
        (Get-PermProfile Viewer).Tier, (Get-SeatUsage Heavy).Active | Should -Be Heavy, 2
        (Set-PermRightTier 'Create collections' -Reset -PassThru).Tier | Should -Be Light
        (Get-PermProfile Viewer).Tier, (Get-SeatUsage Light).Active | Should -Be Light, 2
    }

    It 'takes rights and rows with Right and Tier from the pipeline' {
        (Get-PermRight brand-store.* | Set-PermRightTier -Tier Regular -PassThru).Tier | Sort-Object -Unique | Should -Be Regular
        "Right,Tier`nbrand-store.view-orders,Light`nbrand-store.manage-orders,None" | ConvertFrom-Csv | Set-PermRightTier
        (Get-PermRight brand-store.view-orders).Tier, (Get-PermRight brand-store.manage-orders).Tier | Should -Be Light, None
        Get-PermRight | Set-PermRightTier -Reset
        Get-PermRight | Where-Object { $_.Tier -ne $_.DefaultTier } | Should -BeNullOrEmpty
    }

    It 'keeps the seat limits' {
        $null = Set-SeatContract -Heavy 1
        Set-PermRightTier 'Create collections' -Tier Heavy -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'SeatLimitExceeded,PermModule.Commands.SetPermRightTierCommand'
        $refused.Exception.Message | Should -BeLike '*Heavy seats needed 2, free 1, limit 1*'
        (Get-PermRight 'Create collections').Tier | Should -Be Light
    }

    It 'refuses a right that does not exist, or that a name does not single out, and goes on' {
        'nope', 'Manage templates', 'Create collections' | Set-PermRightTier -Tier Regular -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'RightNotFound,PermModule.Commands.SetPermRightTierCommand', 'RightAmbiguous,PermModule.Commands.SetPermRightTierCommand'
        (Get-PermProfile Viewer).Tier | Should -Be Regular
    }

    It 'names the seat change with -WhatIf and changes nothing' {
        $before = Get-TestState
        Get-WhatIfText { Set-PermRightTier 'Create collections' Heavy -WhatIf } | Should -BeLike '*Set tier to Heavy (seats: Heavy 0 -> 2 of unlimited, Light 2 -> 0 of unlimited)*'
        Get-TestState | Should -Be $before
    }
}
