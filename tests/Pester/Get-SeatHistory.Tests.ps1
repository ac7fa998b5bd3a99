BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Get-SeatHistory' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermUser ann -Profile Admin
        $null = New-PermUser bob
        $null = Set-SeatContract -Heavy 1 -Light 3
    }

    It 'ends with the present, as Get-SeatUsage shows it' {
        $now = Get-SeatHistory | Select-Object -Last 3
        $usage = Get-SeatUsage
        $now.Tier | Should -Be $usage.Tier
        $now.Active | Should -Be $usage.Active
        $now.Limit | Should -Be $usage.Limit
        $now.Status | Should -Be $usage.Status
        $now[0].At.Offset | Should -Be ([timespan]::Zero)
    }

    It 'says how high and low the use was since the interval began' {
        Disable-PermUser bob
        $point = Get-SeatHistory Light | Select-Object -Last 1
        $point.Active, $point.Highest, $point.Lowest | Should -Be 0, 1, 0
    }

    It 'shows profiles, by wildcard or as objects, and refuses one that there is not' {
        (Get-SeatHistory -Profile A*, Viewer).ProfileName | Select-Object -Unique | Should -Be Admin, Viewer
        (Get-PermProfile Admin | ForEach-Object { Get-SeatHistory -Profile $_ })[-1].Active | Should -Be 1
        { Get-SeatHistory -Profile Vewer -ErrorAction Stop } | Should -Throw -ErrorId 'ProfileNotFound,PermModule.Commands.GetSeatHistoryCommand'
    }

    It 'refuses a range that holds nothing' {
        { Get-SeatHistory -After 2026-02-01 -Before 2026-01-01 } | Should -Throw -ErrorId 'ConflictingFilters,*'
        Get-SeatHistory -Before 2020-01-01 | Should -BeNullOrEmpty
    }

    It 'draws a line of the last points' {
        $shown = Get-SeatHistory Light | Format-Table | Out-String -Width 160
        $shown | Should -Match 'Trend'
        $shown | Should -Match '[▁▂▃▄▅▆▇█]'
    }

    It 'asks for the right to see seat figures' {
        $store = Get-PermStore
        $null = Connect-PermStore $store.Path -As bob
        { Get-SeatHistory -ErrorAction Stop } | Should -Throw -ErrorId 'NotPermitted,*'
        { Get-SeatForecast -ErrorAction Stop } | Should -Throw -ErrorId 'NotPermitted,*'
    }
}
