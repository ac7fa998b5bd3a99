BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Get-SeatContract' {
    It 'is unlimited and blocks in a new store, and shows what was set' {
        $null = New-TestStore
        $contract = Get-SeatContract
        $contract | Should -BeOfType (Get-CoreType SeatContract)
        $contract.Heavy, $contract.Regular, $contract.Light | Should -Be $null, $null, $null
        $contract.Enforcement, $contract.WarningPercent, $contract.ReactivationDelayDays | Should -Be Block, 90, 0
        $null = Set-SeatContract -Heavy 7
        (Get-SeatContract).Heavy | Should -Be 7
    }
}
