BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Test-PermStore' {
    BeforeEach {
        $script:store = New-TestStore
        $null = New-PermUser ann
    }

    It 'says that a good store is good, check by check with -Detailed' {
        Test-PermStore | Should -BeOfType bool
        Test-PermStore | Should -BeTrue
        $checks = Test-PermStore -Detailed
        $checks | Should -BeOfType (Get-CoreType StoreCheck)
        $checks.Name | Should -Be Schema, FileIntegrity, ColumnTypes, ForeignKeys, SeatCounts, GroupCounts, AuditChain
        $checks.IsPassed | Should -Not -Contain $false
        $checks.Message | Should -Contain '1 user recounted.'
    }

    It 'finds that a single letter of the history was changed in the file' {
        Disconnect-PermStore
        $bytes = [IO.File]::ReadAllBytes($store.Path)
        $at = [Text.Encoding]::ASCII.GetString($bytes).IndexOf('"UserName":"ann"', [StringComparison]::Ordinal)
        $at | Should -BeGreaterThan 0
        $bytes[$at + 12] = [byte][char]'A'
        [IO.File]::WriteAllBytes($store.Path, $bytes)
        $null = Connect-PermStore $store.Path
        Test-PermStore | Should -BeFalse
        (Test-PermStore -Detailed | Where-Object IsPassed -EQ $false).Name | Should -Be AuditChain
    }
}
