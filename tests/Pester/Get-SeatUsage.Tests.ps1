BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Get-SeatUsage' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermUser ann -Profile Admin
        $null = New-PermUser bob
        $null = New-PermUser eve -Inactive
    }

    It 'shows used, free and limit of each tier, Heavy first' {
        $null = Set-SeatContract -Heavy 4 -Light 1
        $usage = Get-SeatUsage
        $usage.Tier | Should -Be Heavy, Regular, Light
        $usage.Active | Should -Be 1, 0, 1
        $usage.Inactive | Should -Be 0, 0, 1
        $usage.Total | Should -Be 1, 0, 2
        $usage[0].Limit, $usage[0].Available, $usage[0].UsedPercent, $usage[0].Status | Should -Be 4, 3, 25, Ok
        $usage[1].Limit, $usage[1].Available, $usage[1].UsedPercent | Should -Be $null, $null, $null
        $usage[2].Available, $usage[2].UsedPercent, $usage[2].Status | Should -Be 0, 100, Full
    }

    It 'shows a tier, or the profiles' {
        (Get-SeatUsage Light).Active | Should -Be 1
        $rows = Get-SeatUsage -ByProfile
        $rows.ProfileName | Should -Be Admin, Editor, Viewer
        $rows.Active | Should -Be 1, 0, 1
        $rows.Total | Should -Be 1, 0, 2
        (Get-SeatUsage -ByProfile -Tier Light, Heavy).ProfileName | Should -Be Admin, Viewer
    }

    It 'says when a tier nears its limit and when it is over' {
        $null = Set-SeatContract -Light 2 -WarningPercent 50
        (Get-SeatUsage Light).Status | Should -Be Warning
        $null = Set-SeatContract -Light 0 -Enforcement Warn -WarningAction SilentlyContinue
        (Get-SeatUsage Light).Status, (Get-SeatUsage Light).Available | Should -Be Over, 0
    }
}
