BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:class = 'PermModule.Commands.MeasureSeatImpactCommand'
}

Describe 'Measure-SeatImpact' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermUser ann
        $null = New-PermUser bob
        $null = Set-SeatContract -Heavy 1
        $script:before = Get-TestState
    }

    AfterEach { Get-TestState | Should -Be $before }

    It 'says what a grant and a revocation would do' {
        $impact = Measure-SeatImpact Viewer -GrantRight 'Manage brands'
        $impact.Target, $impact.TierBefore, $impact.TierAfter, $impact.UsersMoved | Should -Be Viewer, Light, Heavy, 2
        $impact.HeavyBefore, $impact.HeavyAfter, $impact.LightBefore, $impact.LightAfter, $impact.Fits | Should -Be 0, 2, 2, 0, $false
        (Measure-SeatImpact Viewer -GrantRight 'Manage orders' -RevokeRight 'Create collections').TierAfter | Should -Be Heavy
        (Get-PermProfile Admin | Measure-SeatImpact -RevokeRight 'Manage brands').TierAfter | Should -Be Light
    }

    It 'says what a move would do, by name and by pipe' {
        (Measure-SeatImpact -User ann -ToProfile Admin).Fits | Should -BeTrue
        $impact = Get-PermUser | Measure-SeatImpact -ToProfile Admin
        $impact.Target, $impact.HeavyAfter, $impact.Fits, $impact.SeatsMissing | Should -Be '2 users', 2, $false, 1
        (Measure-SeatImpact -User ann, bob -ToProfile Viewer).Fits | Should -BeTrue
        Get-PermUser -Department Nowhere | Measure-SeatImpact -ToProfile Admin | Should -BeNullOrEmpty
        (Measure-SeatImpact -User ann -ToProfile Viewer).UsersMoved | Should -Be 0
    }

    It 'says what another tier would do, and fits to the last seat' {
        (Measure-SeatImpact -Right 'Create collections' -Tier Heavy).Fits | Should -BeFalse
        (Get-PermRight 'Create collections' | Measure-SeatImpact -Tier Regular).RegularAfter | Should -Be 2
    }

    It 'shows that a contract which only warns would be exceeded' {
        $contract = Get-SeatContract
        $null = Set-SeatContract -Enforcement Warn
        try {
            $impact = Get-PermUser | Measure-SeatImpact -ToProfile Admin
            $impact.Fits, $impact.SeatsMissing | Should -Be $true, 1
            $impact | Format-Table | Out-String -Width 120 | Should -Match ' Warn +1 '
            $impact | Format-List | Out-String -Width 120 | Should -Match '(?m)^Fits +: Warn'
            Measure-SeatImpact -User ann -ToProfile Admin | Format-List | Out-String -Width 120 | Should -Match '(?m)^Fits +: Yes'
        }
        finally { $null = Set-SeatContract -Enforcement $contract.Enforcement }
    }

    It 'refuses what does not exist or could not be granted' {
        Measure-SeatImpact nope -GrantRight 'Manage brands' -ErrorVariable refused -ErrorAction SilentlyContinue
        Measure-SeatImpact Viewer -GrantRight nope -ErrorVariable +refused -ErrorAction SilentlyContinue
        Measure-SeatImpact -User nope -ToProfile Viewer -ErrorVariable +refused -ErrorAction SilentlyContinue
        Measure-SeatImpact -User ann -ToProfile nope -ErrorVariable +refused -ErrorAction SilentlyContinue
        Measure-SeatImpact -Right nope -Tier Light -ErrorVariable +refused -ErrorAction SilentlyContinue
        Measure-SeatImpact Viewer -GrantRight 'brand-guidelines.*' -ErrorVariable +refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be @('ProfileNotFound', 'RightNotFound', 'UserNotFound', 'ProfileNotFound', 'RightNotFound', 'RightExclusive').ForEach({ "$_,$class" })
    }
}
