BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Get-SeatForecast' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermUser ann
    }

    It 'says that a new store has not enough history' {
        $null = Set-SeatContract -Light 10
        $forecast = Get-SeatForecast Light
        $forecast.Enough | Should -BeFalse
        $forecast.Basis | Should -BeLike 'not enough history*'
        $forecast.RunsOutOn, $forecast.Earliest, $forecast.Latest, $forecast.PerWeek | Should -Be $null, $null, $null, $null
    }

    It 'says that the seats of a full tier run out today' {
        $null = Set-SeatContract -Light 1
        $forecast = Get-SeatForecast -Tier Light
        $forecast.RunsOutOn.UtcDateTime | Should -Be ([datetime]::UtcNow.Date)
    }

    It 'shows every tier, Heavy first' {
        (Get-SeatForecast).Tier | Should -Be Heavy, Regular, Light
        Get-SeatForecast | Format-Table | Out-String -Width 160 | Should -Match 'not enough history'
    }

    It 'refuses -<Name> <Value>' -ForEach @(
        @{ Name = 'Horizon'; Value = 0 }
        @{ Name = 'Horizon'; Value = 3651 }
        @{ Name = 'Confidence'; Value = 0.4 }
        @{ Name = 'Confidence'; Value = 1 }
    ) {
        $asked = @{ $Name = $Value }
        { Get-SeatForecast @asked } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}
